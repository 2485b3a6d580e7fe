# The first task crashes, the next ones don't: a success, with the crash told.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 RUNNING
10s  task a stops with 1: EssentialContainerExited "Essential container in task exited"
20s  task b :42 RUNNING
22s  task c :42 RUNNING
40s  :42 serves

exit 0
says "task 612e2e2e stopped: exit code 1"
