# The application listens on 127.0.0.1 only.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 RUNNING
10s  task a logs "Server listening at http://127.0.0.1:3000"
20s  target 10.0.0.9 unhealthy Target.FailedHealthChecks "Health checks failed"
70s  task a stops with 143: ServiceSchedulerInitiated "Task failed ELB health checks in (target-group arn:targets)"
90s  ECS takes :42 back to :41

exit 6
error ListensOnLoopback
says "web listens on 127.0.0.1, where only its own container can reach it"
says "server.listen(3000, '0.0.0.0')"
