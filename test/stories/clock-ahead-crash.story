# The machine's clock is an hour ahead of AWS's: crashes are seen, and stopped, all the same.
given revision 41 with 2 tasks
the machine's clock is 1h ahead
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 RUNNING
10s  task a logs "Error: MONGODB_URI missing"
10s  task a stops with 1: EssentialContainerExited "Essential container in task exited"
14s  task b :42 RUNNING
15s  task b logs "Error: MONGODB_URI missing"
15s  task b stops with 1: EssentialContainerExited "Essential container in task exited"
310s ECS takes :42 back to :41

exit 6
error ServiceCrashed
says "task 612e2e2e stopped: exit code 1"
says "    Error: MONGODB_URI missing"
says "web stopped twice while starting (exit code 1)"
says ".mm/deploys/20261124-1300"
calls StopServiceDeployment
ends by 19s
