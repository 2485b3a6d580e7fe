# The container needs more memory than it has.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 RUNNING
12s  task a logs "loading the catalogue"
15s  task a stops with 137 (OutOfMemoryError: Container killed due to memory usage): EssentialContainerExited "Essential container in task exited"
30s  ECS takes :42 back to :41

exit 6
error OutOfMemory
says "web needs more than its 512 MiB of memory"
says "loading the catalogue"
says "memory: 1024 in mm/web/manifest.yml"
