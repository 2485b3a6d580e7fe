# The image has no shell, which writes the certificate of the database's authority.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 PENDING
10s  container db_ca of task a ends (CannotStartContainerError: Error response from daemon: failed to create task for container: exec: "/bin/sh": stat /bin/sh: no such file or directory)
11s  task a stops: TaskFailedToStart "Task failed to start"
30s  ECS takes :42 back to :41

exit 6
error NoShell
says "the image of web has no /bin/sh"
