# The application can't reach its database and opens no port: what it connects to isn't taken for what it listens on.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 RUNNING
10s  task a logs "MongoServerSelectionError: connect ECONNREFUSED 127.0.0.1:27017"
20s  target 10.0.0.9 unhealthy Target.FailedHealthChecks "Health checks failed"
90s  ECS takes :42 back to :41

exit 6
error PortNotOpen
says "nothing in the container of web listens on port 3000"
says "connect ECONNREFUSED 127.0.0.1:27017"
