# The application answers 500 to its health check.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 RUNNING
20s  target 10.0.0.9 unhealthy Target.ResponseCodeMismatch "Health checks failed with these codes: [500]"
90s  ECS takes :42 back to :41

exit 6
error HealthCheckAnswer
says "answers 500"
says "its log says why"
