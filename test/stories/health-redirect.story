# The application redirects where it's asked for its health.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 RUNNING
20s  target 10.0.0.9 unhealthy Target.ResponseCodeMismatch "Health checks failed with these codes: [302]"
90s  ECS takes :42 back to :41

exit 6
error HealthCheckAnswer
says "the path that it redirects to"
