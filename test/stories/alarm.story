# Tasks are healthy, the service answers 500, and an alarm takes the deployment back.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 RUNNING
60s  service says "(deployment ecs-svc/42) deployment failed: alarm detected."
61s  ECS takes :42 back to :41

exit 6
error AlarmFired
says "an alarm went off while web was being rolled out"
