# Whoever deploys may not tell ECS.
given revision 41 with 2 tasks
first the stack is what its manifest says
first :40 runs instead
first UpdateService fails: AccessDeniedException "User: arn:aws:iam::123456789012:user/ci is not authorized to perform: ecs:UpdateService on resource: arn:aws:ecs:eu-central-1:123456789012:service/shop-dev/web"
$ mm svc deploy web --env dev --yes

exit 4
error AccessDenied
says "AWS denies ecs:UpdateService"
