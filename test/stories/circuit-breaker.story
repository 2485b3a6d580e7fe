# ECS takes the deployment back, and nothing shows why.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
30s  ECS takes :42 back to :41

exit 6
error CircuitBreaker
says "tasks of web failed to start"
says "revision 41 still serves: 2 of 2 tasks run"
