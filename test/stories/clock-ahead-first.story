# The machine's clock is a minute ahead of AWS's: not even the first seconds of a first deployment are lost.
the machine's clock is 1m ahead
$ mm svc deploy web --env dev --yes

0s   :1 begins
9s   task a :1 RUNNING
10s  task a logs "SyntaxError: Unexpected token"
10s  task a stops with 1: EssentialContainerExited "Essential container in task exited"
30s  ECS takes :1 back

exit 6
error ServiceCrashed
says "task 612e2e2e stopped: exit code 1"
says "SyntaxError: Unexpected token"
