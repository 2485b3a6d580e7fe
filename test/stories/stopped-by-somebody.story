# Somebody stops the deployment in the console, and ECS goes back.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 RUNNING
12s  rollout :42 FAILED "ECS deployment was stopped by user."
12s  service says "(service web) (deployment ecs-svc/42) deployment stopped by user: rolling back."
13s  resource Service UPDATE_FAILED "Resource handler returned message: \"Error occurred during operation 'ECS Deployment was stopped'.\""
14s  stack UPDATE_ROLLBACK_IN_PROGRESS
20s  rollout :41 COMPLETED
25s  stack UPDATE_ROLLBACK_COMPLETE

exit 6
error DeploymentStopped
says "somebody stopped the deployment of web"
says "revision 41 still serves"
