# The container's own check fails.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 RUNNING
10s  task a logs "curl: not found"
60s  task a stops with 143: ServiceSchedulerInitiated "Task failed container health checks"
90s  ECS takes :42 back to :41

exit 6
error ContainerCheckFails
says "curl: not found"
