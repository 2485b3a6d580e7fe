# A native module of the application breaks: it ends by SIGSEGV.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 RUNNING
10s  task a stops with 139: EssentialContainerExited "Essential container in task exited"
30s  ECS takes :42 back to :41

exit 6
error ServiceKilled
says "web was ended by SIGSEGV while starting (exit code 139)"
