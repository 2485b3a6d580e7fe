# CloudWatch doesn't answer for a while: the crash is told before, and its lines when they can be read.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes --no-fail-fast

0s   :42 begins
9s   FilterLogEvents fails: ServiceUnavailableException "The service cannot complete the request."
9s   task a :42 RUNNING
10s  task a logs "Error: MONGODB_URI missing"
10s  task a stops with 1: EssentialContainerExited "Essential container in task exited"
25s  all is well again
60s  ECS takes :42 back to :41

exit 6
error ServiceCrashed
says "task 612e2e2e stopped: exit code 1"
says "the log of task 612e2e2e can't be read"
says "    Error: MONGODB_URI missing"
says "why    the last lines of task 612e2e2e:"
