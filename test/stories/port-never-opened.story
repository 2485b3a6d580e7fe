# The application runs and opens no port.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 RUNNING
10s  task a logs "connecting to the queue"
20s  target 10.0.0.9 unhealthy Target.FailedHealthChecks "Health checks failed"
90s  ECS takes :42 back to :41

exit 6
error PortNotOpen
says "nothing in the container of web listens on port 3000"
says "connecting to the queue"
