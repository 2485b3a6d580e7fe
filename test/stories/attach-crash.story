# The deployment that is followed crashes: its cause is told as its own mm would have told it, and nothing is stopped.
given revision 41 with 2 tasks
first stack UPDATE_IN_PROGRESS "User Initiated"
first :42 begins
from the beginning
$ mm deploy attach --env dev

9s   task a :42 RUNNING
10s  task a logs "Error: MONGODB_URI missing"
10s  task a stops with 1: EssentialContainerExited "Essential container in task exited"
14s  task b :42 RUNNING
15s  task b stops with 1: EssentialContainerExited "Essential container in task exited"
40s  ECS takes :42 back to :41

exit 6
error ServiceCrashed
says "    Error: MONGODB_URI missing"
says "revision 41 still serves: 2 of 2 tasks run"
doesn't call StopServiceDeployment
