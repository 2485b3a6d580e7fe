# Two tasks start together while the database elects a primary, and both crash; their successors don't. ECS is let go on.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 RUNNING
9s   task b :42 RUNNING
12s  task a stops with 1: EssentialContainerExited "Essential container in task exited"
12s  task b stops with 1: EssentialContainerExited "Essential container in task exited"
20s  task c :42 RUNNING
22s  task d :42 RUNNING
40s  :42 serves

exit 0
doesn't call StopServiceDeployment
