# The application listens where it should, but after ECS has given it up.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 RUNNING
10s  task a logs "loading the catalogue"
20s  target 10.0.0.9 unhealthy Target.FailedHealthChecks "Health checks failed"
69s  task a logs "listening on http://0.0.0.0:3000"
70s  task a stops with 0: ServiceSchedulerInitiated "Task failed ELB health checks in (target-group arn:targets)"
90s  ECS takes :42 back to :41

exit 6
error StartsTooSlowly
says "web listens on port 3000, but later than its health checks allow"
says "its log: listening on http://0.0.0.0:3000"
says "http.healthcheck.grace_period in mm/web/manifest.yml, now 60 s"
