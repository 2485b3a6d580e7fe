# The application listens on another port than its manifest says.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 RUNNING
10s  task a logs "listening on port 8080"
20s  target 10.0.0.9 unhealthy Target.FailedHealthChecks "Health checks failed"
90s  ECS takes :42 back to :41

exit 6
error WrongPort
says "web listens on port 8080, and its manifest says 3000"
says "image: {port: 8080}"
