# The very first revision ends with 1 while starting: there is nothing to go back to.
$ mm svc deploy web --env dev --yes

0s   :1 begins
9s   task a :1 RUNNING
10s  task a logs "SyntaxError: Unexpected token"
10s  task a stops with 1: EssentialContainerExited "Essential container in task exited"
30s  ECS takes :1 back

exit 6
error ServiceCrashed
says "web stopped once while starting (exit code 1)"
says "SyntaxError: Unexpected token"
says "nothing serves: web doesn't exist"
