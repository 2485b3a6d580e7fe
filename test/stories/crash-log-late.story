# CloudWatch shows the last lines only when the deployment is stopped already: they are waited for, and are the cause.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 RUNNING
10s  task a stops with 1: EssentialContainerExited "Essential container in task exited"
14s  task b :42 RUNNING
15s  task b stops with 1: EssentialContainerExited "Essential container in task exited"
16s  task a logs "Error: MONGODB_URI missing"
16s  task b logs "Error: MONGODB_URI missing"

exit 6
error ServiceCrashed
says "task 612e2e2e stopped: exit code 1"
says "task 622e2e2e stopped: exit code 1"
says "the last lines of task 612e2e2e (exit code 1):"
says "    Error: MONGODB_URI missing"
says "web stopped twice while starting (exit code 1)"
says "why    the last lines of task 612e2e2e:"
says "Error: MONGODB_URI missing"
calls StopServiceDeployment
ends by 18s
