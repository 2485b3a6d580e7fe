# The container's command does its work and ends with 0: it's no server.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 RUNNING
10s  task a logs "build finished"
10s  task a stops with 0: EssentialContainerExited "Essential container in task exited"
30s  ECS takes :42 back to :41

exit 6
error ServiceEnded
says "web ended by itself, without an error (exit code 0)"
says "build finished"
