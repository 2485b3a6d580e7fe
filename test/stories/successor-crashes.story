# Of four tasks each first start fails in its own way; a successor that ends as one of them did is one too many.
given revision 41 with 4 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 RUNNING
9s   task b :42 RUNNING
9s   task c :42 RUNNING
9s   task d :42 RUNNING
10s  task a logs "Error: MONGODB_URI missing"
10s  task a stops with 1: EssentialContainerExited "Essential container in task exited"
10s  task b stops with 2: EssentialContainerExited "Essential container in task exited"
10s  task c stops with 3: EssentialContainerExited "Essential container in task exited"
10s  task d stops with 4: EssentialContainerExited "Essential container in task exited"
20s  task e :42 RUNNING
21s  task e stops with 5: EssentialContainerExited "Essential container in task exited"
25s  task f :42 RUNNING
26s  task f stops with 4: EssentialContainerExited "Essential container in task exited"
310s ECS takes :42 back to :41

exit 6
error ServiceCrashed
calls StopServiceDeployment
ends by 29s
