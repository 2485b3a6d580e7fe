# The registry has no image of this name and tag.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 PENDING
20s  task a stops: TaskFailedToStart "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref registry.example/web:1: registry.example/web:1: not found"
30s  ECS takes :42 back to :41

exit 6
error ImageNotFound
says "registry.example/web:1 isn't in its registry"
says "image.location in mm/web/manifest.yml"
