# Somebody went back by the console for a good reason: the stack's revision crashes again.
given revision 41 with 2 tasks
first the stack is what its manifest says
first :40 runs instead
$ mm svc deploy web --env dev --yes

5s   task a :41 RUNNING
6s   task a logs "Error: MONGODB_URI missing"
6s   task a stops with 1: EssentialContainerExited "Essential container in task exited"
10s  task b :41 RUNNING
11s  task b logs "Error: MONGODB_URI missing"
11s  task b stops with 1: EssentialContainerExited "Essential container in task exited"

exit 6
error ServiceCrashed
says "web stopped twice while starting (exit code 1)"
says "Error: MONGODB_URI missing"
says "revision 40 still serves: 2 of 2 tasks run, 2 of 2 targets healthy; ECS was told to go back: mm status"
calls StopServiceDeployment
ends by 16s
