# The container needs more memory than Fargate has with its CPU: both are to be more.
given revision 41 with 2 tasks
given the manifest says "memory: 2048"
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 RUNNING
15s  task a stops with 137 (OutOfMemoryError: Container killed due to memory usage): EssentialContainerExited "Essential container in task exited"
30s  ECS takes :42 back to :41

exit 6
error OutOfMemory
says "web needs more than its 2048 MiB of memory"
says "cpu: 512 and memory: 4096 in mm/web/manifest.yml"
