# The subnets have no route to AWS: not even the registry's login can be had.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 PENDING
20s  task a stops: TaskFailedToStart "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve ecr registry auth: service call has been retried 3 time(s): RequestError: send request failed caused by: Post "https://api.ecr.eu-central-1.amazonaws.com/": dial tcp 52.94.0.1:443: i/o timeout. Please check your task network configuration."
30s  ECS takes :42 back to :41

exit 6
error NoWayOut
says "tasks can't reach api.ecr.eu-central-1.amazonaws.com"
