# The application answers 404 at the path of the health check.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 RUNNING
20s  target 10.0.0.9 unhealthy Target.ResponseCodeMismatch "Health checks failed with these codes: [404]"
70s  task a stops with 143: ServiceSchedulerInitiated "Task failed ELB health checks in (target-group arn:targets)"
90s  ECS takes :42 back to :41

exit 6
error HealthCheckAnswer
says "target 10.0.0.9 is unhealthy: Health checks failed with these codes: [404]"
says "web answers 404 to its health check GET /, and 200 is wanted"
says "http.healthcheck.path in mm/web/manifest.yml"
