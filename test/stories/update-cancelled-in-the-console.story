# Crash follows crash, ECS isn't told to go back, and somebody loses patience: both are told.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes --no-fail-fast

0s   :42 begins
9s   task a :42 RUNNING
10s  task a stops with 1: EssentialContainerExited "Essential container in task exited"
20s  task b :42 RUNNING
21s  task b stops with 1: EssentialContainerExited "Essential container in task exited"
40s  somebody cancels the update in the console
41s  resource Service UPDATE_FAILED "Resource update cancelled"
42s  resource Service UPDATE_IN_PROGRESS
44s  rollout :41 IN_PROGRESS
48s  rollout :41 COMPLETED
49s  resource Service UPDATE_COMPLETE
50s  stack UPDATE_ROLLBACK_COMPLETE

exit 6
error UpdateCancelled
says "somebody in the AWS console cancelled the update of shop-dev-web"
says "before that: web stopped twice while starting (exit code 1)"
says "revision 41 still serves"
says "mm logs web --env dev --since 30m"
