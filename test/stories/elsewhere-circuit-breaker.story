# The stack's revision is deployed again, and ECS takes it back again by itself.
given revision 41 with 2 tasks
first the stack is what its manifest says
first :40 runs instead
$ mm svc deploy web --env dev --yes --no-fail-fast

5s   task a :41 RUNNING
6s   task a stops with 1: EssentialContainerExited "Essential container in task exited"
10s  task b :41 RUNNING
11s  task b stops with 1: EssentialContainerExited "Essential container in task exited"
30s  ECS takes :41 back to :40

exit 6
error ServiceCrashed
says "revision 40 still serves: 2 of 2 tasks run"
doesn't say "CloudFormation follows"
doesn't call StopServiceDeployment
