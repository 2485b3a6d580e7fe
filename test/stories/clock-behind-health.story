# The machine's clock is an hour behind AWS's: why a health check failed half an hour ago isn't why it fails now.
given revision 41 with 2 tasks
first 30m ago service says "(port 3000) is unhealthy in (target-group arn:targets) due to (reason Health checks failed with these codes: [500])."
the machine's clock is 1h behind
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
doesn't say "500"
