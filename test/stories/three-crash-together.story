# All three tasks crash at their first start: that is no chance any more, and nobody waits for ECS.
given revision 41 with 3 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 RUNNING
9s   task b :42 RUNNING
9s   task c :42 RUNNING
10s  task a logs "Error: MONGODB_URI missing"
10s  task a stops with 1: EssentialContainerExited "Essential container in task exited"
10s  task b stops with 1: EssentialContainerExited "Essential container in task exited"
10s  task c stops with 1: EssentialContainerExited "Essential container in task exited"
310s ECS takes :42 back to :41

exit 6
error ServiceCrashed
says "web stopped at least 3 times while starting (exit code 1)"
says "Error: MONGODB_URI missing"
says "revision 41 still serves: 3 of 3 tasks run, 3 of 3 targets healthy; ECS was told to go back to it"
calls StopServiceDeployment
ends by 14s
