# An alarm goes off at the end of a rollout that ECS has called completed, and ECS doesn't go back.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 RUNNING
12s  task b :42 RUNNING
30s  :42 serves
32s  alarm shop-dev-web-Errors fires

exit 1
error AlarmsNotQuiet
says "error: web runs its new revision, and an alarm went off while it was rolled out"
says "shop-dev-web-Errors"
says "state  the new revision is the one that serves; ECS did not go back"
says "mm svc rollback web --env dev"
calls DescribeServiceDeployments
