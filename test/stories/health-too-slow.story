# The application takes too long to answer its health check.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 RUNNING
10s  task a logs "waiting for the database"
20s  target 10.0.0.9 unhealthy Target.Timeout "Request timed out"
90s  ECS takes :42 back to :41

exit 6
error HealthCheckTimeout
says "doesn't answer its health check GET /"
says "waiting for the database"
