# The registry lets nobody pull the image without a login.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 PENDING
20s  task a stops: TaskFailedToStart "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref registry.example/web:1: pulling from host registry.example failed with status code [manifests 1]: 403 Forbidden"
30s  ECS takes :42 back to :41

exit 6
error ImagePullDenied
says "403 Forbidden"
