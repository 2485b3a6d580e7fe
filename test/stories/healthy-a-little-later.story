# ECS calls the rollout completed, and a target takes another moment to be called healthy.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 RUNNING
10s  target 10.0.0.9 healthy
12s  task b :42 RUNNING
30s  :42 serves
31s  target 10.0.1.2 initial Elb.RegistrationInProgress "Target registration is in progress"
50s  target 10.0.1.2 healthy

exit 0
says "Wait until the targets of web are healthy"
says "its new revision is the one that serves"
says "took "
says ": change set "
says ", rollout "
says ", health "
doesn't say "error"
