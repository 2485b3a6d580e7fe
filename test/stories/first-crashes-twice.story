# The very first revision crashes again and again, and ECS takes the order to stop: CloudFormation takes away what it has made.
$ mm svc deploy web --env dev --yes

0s   :1 begins
9s   task a :1 RUNNING
10s  task a logs "Error: MONGODB_URI missing"
10s  task a stops with 1: EssentialContainerExited "Essential container in task exited"
14s  task b :1 RUNNING
15s  task b logs "Error: MONGODB_URI missing"
15s  task b stops with 1: EssentialContainerExited "Essential container in task exited"
310s ECS takes :1 back

exit 6
error ServiceCrashed
says "web stopped twice while starting (exit code 1)"
says "Error: MONGODB_URI missing"
says "nothing serves: no task of web runs; ECS was told to stop it, and CloudFormation takes it away: mm deploy attach web --env dev"
calls StopServiceDeployment
doesn't call DeleteStack
doesn't call CancelUpdateStack
ends by 19s
