# Two that go on are followed together, each to its own end: the one that fails doesn't hide the other.
given revision 41 with 1 task
given api at revision 7 with 1 task
first stack UPDATE_IN_PROGRESS "User Initiated"
first :42 begins
first api: stack UPDATE_IN_PROGRESS "User Initiated"
first api: :8 begins
from the beginning
$ mm deploy attach --env dev

9s   task a :42 RUNNING
9s   api: task b :8 RUNNING
10s  api: task b logs "Error: no"
10s  api: task b stops with 1: EssentialContainerExited "Essential container in task exited"
20s  api: ECS takes :8 back to :7
60s  :42 serves

exit 6
error ServiceCrashed
says "api: task 622e6170 stopped: exit code 1"
says "✖ Follow shop-dev-api"
says "✔ Follow shop-dev-web"
says "api stopped"
says "revision 7 still serves"
doesn't call StopServiceDeployment
