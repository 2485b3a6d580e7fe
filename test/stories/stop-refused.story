# ECS doesn't take the order to go back: its own circuit breaker is waited for.
given revision 41 with 2 tasks
first StopServiceDeployment fails: AccessDeniedException "User: ci is not authorized to perform: ecs:StopServiceDeployment"
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 RUNNING
10s  task a stops with 1: EssentialContainerExited "Essential container in task exited"
14s  task b :42 RUNNING
15s  task b stops with 1: EssentialContainerExited "Essential container in task exited"
30s  ECS takes :42 back to :41

exit 6
error ServiceCrashed
says "ECS didn't take the order to go back"
