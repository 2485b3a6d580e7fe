# Two crashes with different exit codes: each start fails in its own way, so ECS is let go on.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 RUNNING
10s  task a stops with 1: EssentialContainerExited "Essential container in task exited"
14s  task b :42 RUNNING
15s  task b stops with 2: EssentialContainerExited "Essential container in task exited"
20s  task c :42 RUNNING
22s  task d :42 RUNNING
30s  :42 serves

exit 0
doesn't call StopServiceDeployment
