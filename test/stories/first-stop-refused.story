# The very first revision crashes again and again, and ECS refuses to go back to nothing: it's waited for, and who won't wait is told the command.
first StopServiceDeployment fails: ClientException "The service deployment has no previous service revision to roll back to."
$ mm svc deploy web --env dev --yes

0s   :1 begins
9s   task a :1 RUNNING
10s  task a logs "Error: MONGODB_URI missing"
10s  task a stops with 1: EssentialContainerExited "Essential container in task exited"
14s  task b :1 RUNNING
15s  task b stops with 1: EssentialContainerExited "Essential container in task exited"
20s  task c :1 RUNNING
21s  task c stops with 1: EssentialContainerExited "Essential container in task exited"
60s  ECS takes :1 back

exit 6
error ServiceCrashed
says "ECS didn't take the order to go back: ecs:StopServiceDeployment failed: ClientException: The service deployment has no previous service revision to roll back to."
says "it's waited for until it gives up by itself. To take it away at once: mm svc delete --name web --env dev"
says "task 632e2e2e stopped: exit code 1"
says "web stopped at least 3 times while starting (exit code 1)"
says "Error: MONGODB_URI missing"
says "nothing serves: web doesn't exist"
says ".mm/deploys/20261124-1200"
doesn't call DeleteStack
doesn't call CancelUpdateStack
