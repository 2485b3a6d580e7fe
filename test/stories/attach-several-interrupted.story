# Ctrl-C while two are followed: one word about both.
given revision 41 with 1 task
given api at revision 7 with 1 task
first stack UPDATE_IN_PROGRESS "User Initiated"
first :42 begins
first api: stack UPDATE_IN_PROGRESS "User Initiated"
first api: :8 begins
from the beginning
$ mm deploy attach --env dev

9s   mm gets SIGINT
30s  :42 serves
30s  api: :8 serves

exit 130
error Interrupted
says "interrupted: mm no longer watches"
says "CloudFormation goes on with shop-dev-api; nothing was cancelled"
says "CloudFormation goes on with shop-dev-web; nothing was cancelled"
says "mm deploy attach --env dev"
doesn't call CancelUpdateStack
