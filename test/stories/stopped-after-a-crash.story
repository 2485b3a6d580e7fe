# One task crashes and the next one doesn't; then somebody stops the deployment in the console.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 RUNNING
10s  task a stops with 1: EssentialContainerExited "Essential container in task exited"
20s  task b :42 RUNNING
40s  rollout :42 FAILED "ECS deployment was stopped by user."
40s  service says "(deployment ecs-svc/42) deployment stopped by user: rolling back."
41s  rollout :41 IN_PROGRESS
44s  rollout :41 COMPLETED
45s  resource Service UPDATE_FAILED "Resource handler returned message: "Error occurred during operation 'ECS Deployment was stopped'.""
46s  stack UPDATE_ROLLBACK_IN_PROGRESS
50s  stack UPDATE_ROLLBACK_COMPLETE

exit 6
error DeploymentStopped
says "somebody stopped the deployment of web"
says "before that, task 612e2e2e stopped: exit code 1"
