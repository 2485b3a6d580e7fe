# The earlier image doesn't run any more either: cause and state as of any deployment.
given revision 41 with 2 tasks
first revision 40 served "registry.example/web:0"
$ mm svc rollback web --env dev --yes

0s   :42 begins
9s   task a :42 RUNNING
10s  task a stops with 1: EssentialContainerExited "Essential container in task exited"
14s  task b :42 RUNNING
15s  task b stops with 1: EssentialContainerExited "Essential container in task exited"

exit 6
error ServiceCrashed
says "revision 41 still serves"
calls StopServiceDeployment
