# One task crashes and the next ones don't; later an alarm takes the deployment back. The alarm is the cause.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 RUNNING
10s  task a stops with 1: EssentialContainerExited "Essential container in task exited"
20s  task b :42 RUNNING
22s  task c :42 RUNNING
60s  service says "(deployment ecs-svc/42) deployment failed: alarm detected."
61s  rollout :42 FAILED "ECS deployment failed: alarm detected."
61s  rollout :41 IN_PROGRESS "rolling back to ecs-svc/41"
64s  rollout :41 COMPLETED
65s  resource Service UPDATE_FAILED "Resource handler returned message: "Error occurred during operation 'ECS Deployment alarm was triggered'.""
66s  stack UPDATE_ROLLBACK_IN_PROGRESS "The following resource(s) failed to update: [Service]."
70s  stack UPDATE_ROLLBACK_COMPLETE

exit 6
error AlarmFired
says "an alarm went off while web was being rolled out"
says "alarm detected"
says "before that, task 612e2e2e stopped: exit code 1"
