# SIGTERM while one of three services goes on and another has crashed: both are told, the crash as the failure that it is.
given revision 41 with 1 task
given api at revision 7 with 1 task
given jobs at revision 3 with 1 task
$ mm deploy --env dev --yes

0s   api: :8 begins
9s   api: task a :8 RUNNING
10s  api: task a logs "Error: MONGODB_URI missing"
10s  api: task a stops with 1: EssentialContainerExited "Essential container in task exited"
14s  api: task b :8 RUNNING
15s  api: task b stops with 1: EssentialContainerExited "Essential container in task exited"
0s   jobs: :4 begins
40s  jobs: mm gets SIGTERM

exit 143
error Interrupted
says "✖ failed"
says "… goes on"
says "· not begun"
says "error: interrupted: mm no longer watches"
says "api stopped twice while starting (exit code 1)"
says "CloudFormation goes on with shop-dev-jobs; nothing was cancelled"
says "mm deploy attach jobs --env dev"
