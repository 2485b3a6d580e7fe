# ECS calls the rollout completed, and then the load balancer finds a task ill for good.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 RUNNING
10s  target 10.0.0.9 healthy
12s  task b :42 RUNNING
13s  target 10.0.0.10 healthy
30s  :42 serves
32s  target 10.0.0.10 unhealthy Target.ResponseCodeMismatch "Health checks failed with these codes: [500]"

exit 1
error TargetsNotHealthy
says "web: rev 42  2/2 running · 0 pending · 0 failed · targets 1/2 healthy"
says "Wait until the targets of web are healthy"
says "error: web runs its new revision, but 1 of 2 targets are healthy"
says "target 10.0.0.10 is unhealthy: Health checks failed with these codes: [500]"
says "state  the new revision is the one that serves, by 1 of 2 targets"
says "mm svc rollback web --env dev"
