# The load balancer gives no reason that mm knows: what it says is told.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 RUNNING
30s  target 10.0.1.5 unhealthy Elb.InternalError "Health checks failed due to an internal error"
60s  ECS takes :42 back to :41

exit 6
error HealthCheckFails
says "the load balancer finds tasks of web unhealthy"
says "Health checks failed due to an internal error"
