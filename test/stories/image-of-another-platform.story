# The registry has the image, but for another platform.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 PENDING
20s  task a stops: TaskFailedToStart "CannotPullContainerError: image Manifest does not contain descriptor matching platform 'linux/amd64'"
30s  ECS takes :42 back to :41

exit 6
error ImageWrongPlatform
says "the image of web isn't for linux/x86_64, on which it was to run"
