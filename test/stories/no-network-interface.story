# EC2 doesn't provide a task with a network interface in time.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 PENDING
3m   task a stops: TaskFailedToStart "Timeout waiting for network interface provisioning to complete."
4m   ECS takes :42 back to :41

exit 6
error NoNetworkInterface
says "a task of web got no network interface from EC2"
says "try again in some minutes"
