# Who deploys may not read task definitions, which name the logs: crashes are told, counted and stopped all the same.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
0s   DescribeTaskDefinition fails: AccessDeniedException "User: ci is not authorized to perform: ecs:DescribeTaskDefinition"
9s   task a :42 RUNNING
10s  task a stops with 1: EssentialContainerExited "Essential container in task exited"
14s  task b :42 RUNNING
15s  task b stops with 1: EssentialContainerExited "Essential container in task exited"
310s ECS takes :42 back to :41

exit 6
error ServiceCrashed
says "task 612e2e2e stopped: exit code 1"
says "the log of task 612e2e2e can't be read: AWS denies ecs:DescribeTaskDefinition"
says "web stopped twice while starting (exit code 1)"
calls StopServiceDeployment
ends by 19s
