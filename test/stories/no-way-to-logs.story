# The subnets have no route to CloudWatch; AWS says that it can't find the log group.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 PENDING
20s  task a stops: TaskFailedToStart "ResourceInitializationError: failed to validate logger args: The task cannot find the Amazon CloudWatch log group defined in the task definition. There is a connection issue between the task and Amazon CloudWatch. Check your network configuration. : signal: killed"
30s  ECS takes :42 back to :41

exit 6
error NoWayOut
says "tasks can't reach Amazon CloudWatch from their subnets"
doesn't say "somebody deleted it"
