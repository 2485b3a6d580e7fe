# The application ends with 1 while starting, again and again.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
5s   task a :42 PENDING
9s   task a :42 RUNNING
10s  task a logs "Error: MONGODB_URI missing"
10s  task a stops with 1: EssentialContainerExited "Essential container in task exited"
14s  task b :42 RUNNING
15s  task b logs "Error: MONGODB_URI missing"
15s  task b stops with 1: EssentialContainerExited "Essential container in task exited"
exit 6
error ServiceCrashed
says "task 612e2e2e stopped: exit code 1"
says "    Error: MONGODB_URI missing"
says "web stopped twice while starting (exit code 1)"
says "Error: MONGODB_URI missing"
says "revision 41 still serves: 2 of 2 tasks run, 2 of 2 targets healthy; ECS was told to go back to it"
says ".mm/deploys/20261124-1200"
calls StopServiceDeployment
ends by 19s
