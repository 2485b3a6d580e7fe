# Something kills the container, and nobody says that it was for its memory.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 RUNNING
12s  task a stops with 137: EssentialContainerExited "Essential container in task exited"
30s  ECS takes :42 back to :41

exit 6
error ServiceKilled
says "ended by SIGKILL"
