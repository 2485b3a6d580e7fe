# One of three services crashes: its caller is skipped, the third is deployed, and the exit code is the worst.
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
9s   jobs: task c :4 RUNNING
30s  jobs: :4 serves

exit 6
error ServiceCrashed
says "api: task 612e6170 stopped: exit code 1"
says "web"
says "skipped"
says "it needs api"
says "api stopped twice while starting (exit code 1)"
says "revision 7 still serves: 1 of 1 tasks run"
calls StopServiceDeployment
doesn't say "Update shop-dev-web"
