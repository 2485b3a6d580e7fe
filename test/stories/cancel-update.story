# No rollout goes on yet: CloudFormation is told to take the update back.
given revision 41 with 2 tasks
first stack UPDATE_IN_PROGRESS "User Initiated"
from the beginning
$ mm deploy cancel --env dev --yes

10s  stack UPDATE_ROLLBACK_COMPLETE

exit 0
says "CloudFormation was told to go back"
says "revision 41 still serves"
calls CancelUpdateStack
doesn't call DeleteStack
