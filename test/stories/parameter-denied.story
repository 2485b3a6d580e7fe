# The execution role may not read a parameter.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 PENDING
20s  task a stops: TaskFailedToStart "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secrets from ssm: service call has been retried 1 time(s): operation error SSM: GetParameters, https response error StatusCode: 400, api error AccessDeniedException: User: arn:aws:sts::123456789012:assumed-role/web/1 is not authorized to perform: ssm:GetParameters on resource: arn:aws:ssm:eu-central-1:123456789012:parameter/shop/dev/token because no identity-based policy allows the ssm:GetParameters action"
30s  ECS takes :42 back to :41

exit 6
error SecretDenied
says "may not use ssm:GetParameters"
