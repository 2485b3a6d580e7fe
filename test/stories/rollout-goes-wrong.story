# Nothing is to be done, but what ECS still rolls out crashes: who looks on stops nothing.
given revision 41 with 2 tasks
from the beginning
first the stack is what its manifest says
first rollout :41 IN_PROGRESS
$ mm svc deploy web --env dev --yes

5s   task a :41 RUNNING
6s   task a stops with 1: EssentialContainerExited "Essential container in task exited"
10s  task b :41 RUNNING
11s  task b stops with 1: EssentialContainerExited "Essential container in task exited"
30s  rollout :41 FAILED "ECS deployment circuit breaker: tasks failed to start."

exit 6
error ServiceCrashed
doesn't call StopServiceDeployment
