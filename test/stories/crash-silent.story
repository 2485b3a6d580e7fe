# An application crashes without a word, again and again: nobody waits for lines that would have come by now.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 RUNNING
10s  task a stops with 1: EssentialContainerExited "Essential container in task exited"
39s  task b :42 RUNNING
40s  task b stops with 1: EssentialContainerExited "Essential container in task exited"

exit 6
error ServiceCrashed
says "web stopped twice while starting (exit code 1)"
says "why    Essential container in task exited"
calls StopServiceDeployment
ends by 43s
