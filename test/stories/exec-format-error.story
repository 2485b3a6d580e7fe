# The image was pulled, and its program is one of another processor.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 RUNNING
10s  task a logs "exec /usr/local/bin/docker-entrypoint.sh: exec format error"
10s  task a stops with 255: EssentialContainerExited "Essential container in task exited"
30s  ECS takes :42 back to :41

exit 6
error ImageWrongPlatform
says "exec format error"
