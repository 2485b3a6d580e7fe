# The execution role may not even ask ECR for a login.
given revision 41 with 2 tasks
given the manifest says "image: {location: "123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop/web:1", port: 3000}"
first the repository has sha256:39 as 1
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 PENDING
20s  task a stops: TaskFailedToStart "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve ecr registry auth: service call has been retried 1 time(s): AccessDeniedException: User: arn:aws:sts::123456789012:assumed-role/web/1 is not authorized to perform: ecr:GetAuthorizationToken on resource: * because no identity-based policy allows the ecr:GetAuthorizationToken action"
30s  ECS takes :42 back to :41

exit 6
error ImagePullDenied
says "ECS may not pull 123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop/web:1 (ecr:GetAuthorizationToken)"
says "revision 41 still serves"
says "permissions boundary"
