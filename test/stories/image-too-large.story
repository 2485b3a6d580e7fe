# The image doesn't fit on the task's disk.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 PENDING
20s  task a stops: TaskFailedToStart "CannotPullContainerError: failed to extract layer sha256:1: write /usr/lib/x: no space left on device"
30s  ECS takes :42 back to :41

exit 6
error ImageTooLarge
says "no space left on device"
