# Fargate itself is disturbed, and says no more than that.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 PENDING
3m   task a stops: TaskFailedToStart "Timeout waiting for EphemeralStorage provisioning to complete."
4m   ECS takes :42 back to :41

exit 6
error TaskNotStarted
says "ECS couldn't start a task of web"
says "EphemeralStorage"
