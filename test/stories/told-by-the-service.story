# The task is gone before anybody has seen it; ECS repeats among the service's events why it didn't start.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
20s  service says "was unable to place a task. Reason: ResourceInitializationError: unable to pull secrets or registry auth: The task cannot pull registry auth from Amazon ECR: There is a connection issue between the task and Amazon ECR. Check your task network configuration."
30s  ECS takes :42 back to :41

exit 6
error NoWayOut
says "tasks can't reach Amazon ECR from their subnets"
