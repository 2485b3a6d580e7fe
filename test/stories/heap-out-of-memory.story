# Node's own heap is full before the container's memory is.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 RUNNING
12s  task a logs "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory"
12s  task a stops with 134: EssentialContainerExited "Essential container in task exited"
30s  ECS takes :42 back to :41

exit 6
error OutOfMemory
says "JavaScript heap out of memory"
