# Who deploys may not read logs: crashes are told, counted and stopped all the same, and that their words are missing is said once.
given revision 41 with 2 tasks
first FilterLogEvents fails: AccessDeniedException "User: ci is not authorized to perform: logs:FilterLogEvents"
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 RUNNING
10s  task a logs "Error: MONGODB_URI missing"
10s  task a stops with 1: EssentialContainerExited "Essential container in task exited"
14s  task b :42 RUNNING
15s  task b stops with 1: EssentialContainerExited "Essential container in task exited"
310s ECS takes :42 back to :41

exit 6
error ServiceCrashed
says "task 612e2e2e stopped: exit code 1"
says "the log of task 612e2e2e can't be read: AWS denies logs:FilterLogEvents: User: ci is not authorized"
says "task 622e2e2e stopped: exit code 1"
says "web stopped twice while starting (exit code 1)"
says ".mm/deploys/20261124-1200"
doesn't say "the log of task 622e2e2e"
calls StopServiceDeployment
ends by 19s
