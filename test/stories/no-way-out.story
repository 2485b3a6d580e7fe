# The subnets have no route to the registry.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 PENDING
20s  task a stops: TaskFailedToStart "CannotPullContainerError: failed to do request: Head "https://registry.example/v2/web/manifests/1": dial tcp 10.0.1.5:443: i/o timeout"
30s  ECS takes :42 back to :41

exit 6
error NoWayOut
says "tasks can't reach registry.example from their subnets"
