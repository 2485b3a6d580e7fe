# The image has no such command.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 PENDING
10s  task a stops (CannotStartContainerError: failed to create task for container: exec: "nod": executable file not found in $PATH): TaskFailedToStart "Task failed to start"
30s  ECS takes :42 back to :41

exit 6
error CannotStart
says "its image has no nod"
