# Three things are in the way, and all of them are told at once; a fourth is, if tasks are to start.
given revision 41 with 2 tasks
first each subnet has 0 addresses left
first the account may have 0 vCPUs
first role shop-dev-web-ExecutionRole trusts lambda.amazonaws.com
first role shop-dev-web-TaskRole is gone
$ mm svc deploy web --env dev --yes

exit 2
error PreflightFailed
says "the subnets of web have too few addresses left: 1 is needed for new tasks, and 0 left"
says "✖ Preflight"
says "web can't be deployed to dev: 3 things are in the way"
says "ECS can't assume the role shop-dev-web-ExecutionRole"
says "ECS starts the tasks of web by it, and it trusts lambda.amazonaws.com, not ecs-tasks.amazonaws.com"
says "the role shop-dev-web-TaskRole isn't there any more"
says "web needs more vCPUs than the account may have on Fargate"
says "2 tasks at once of 0.25 vCPU need 0.5, and the quota is 0"
says "nothing of web was built, and nothing was changed"
says "aws iam update-assume-role-policy --role-name shop-dev-web-ExecutionRole"
says "aws service-quotas request-service-quota-increase --service-code fargate --quota-code L-3032A538 --desired-value 1"
doesn't call CreateChangeSet
doesn't call PutObject
