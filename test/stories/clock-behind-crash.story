# The machine's clock is an hour behind AWS's: only crashes of this rollout are seen, and they're stopped.
given revision 41 with 2 tasks
first 30m ago task z :40 RUNNING
first 30m ago task z logs "Error: of an earlier try"
first 30m ago task z stops with 1: EssentialContainerExited "Essential container in task exited"
the machine's clock is 1h behind
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 RUNNING
10s  task a logs "Error: MONGODB_URI missing"
10s  task a stops with 1: EssentialContainerExited "Essential container in task exited"
14s  task b :42 RUNNING
15s  task b stops with 1: EssentialContainerExited "Essential container in task exited"
310s ECS takes :42 back to :41

exit 6
error ServiceCrashed
says "task 612e2e2e stopped: exit code 1"
says "    Error: MONGODB_URI missing"
says "web stopped twice while starting (exit code 1)"
says ".mm/deploys/20261124-1100"
doesn't say "of an earlier try"
calls StopServiceDeployment
ends by 19s
