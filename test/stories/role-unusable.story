# Somebody took from a role, after the preflight, that ECS may assume it.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
20s  service says "failed to launch a task with (error ECS was unable to assume the role 'arn:aws:iam::123456789012:role/shop-dev-web-ExecutionRole' that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role.)."
30s  ECS takes :42 back to :41

exit 6
error RoleUnusable
says "ECS can't act by the role shop-dev-web-ExecutionRole of web"
