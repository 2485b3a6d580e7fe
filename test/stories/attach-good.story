# Somebody else's deployment is followed from its beginning to its good end.
given revision 41 with 2 tasks
first stack UPDATE_IN_PROGRESS "User Initiated"
first :42 begins
from the beginning
$ mm deploy attach web --env dev

9s   task a :42 RUNNING
20s  task b :42 RUNNING
30s  :42 serves

exit 0
says "Follow shop-dev-web, which is in UPDATE_IN_PROGRESS"
says "Service update complete"
says "web was deployed"
doesn't call ExecuteChangeSet
doesn't call StopServiceDeployment
