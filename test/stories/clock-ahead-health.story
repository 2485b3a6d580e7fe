# The machine's clock is an hour ahead of AWS's: why a health check failed is read from the log, as ever.
given revision 41 with 2 tasks
the machine's clock is 1h ahead
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 RUNNING
11s  task a logs "Server listening at http://127.0.0.1:3000"
20s  target 10.0.0.9 unhealthy Target.FailedHealthChecks "Health checks failed"
70s  task a stops with 143: ServiceSchedulerInitiated "Task failed ELB health checks in (target-group arn:targets)"
90s  ECS takes :42 back to :41

exit 6
error ListensOnLoopback
says "task 612e2e2e stopped: exit code 143, Task failed ELB health checks"
says "Server listening at http://127.0.0.1:3000"
