# An application crashes twice within seconds, without a word: none is waited for so long that the cause would come 3 s after the second crash.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
4s   task a :42 RUNNING
5s   task a stops with 1: EssentialContainerExited "Essential container in task exited"
8s   task b :42 RUNNING
9s   task b stops with 1: EssentialContainerExited "Essential container in task exited"

exit 6
error ServiceCrashed
says "web stopped twice while starting (exit code 1)"
says "why    Essential container in task exited"
calls StopServiceDeployment
doesn't say "last lines"
ends by 12s
