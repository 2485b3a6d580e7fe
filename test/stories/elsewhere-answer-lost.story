# The answer to the order is lost after ECS has taken it: nothing is done twice.
given revision 41 with 2 tasks
first the stack is what its manifest says
first :40 runs instead
first the answer to UpdateService is lost 1 time
$ mm svc deploy web --env dev --yes

5s   task a :41 RUNNING
9s   task b :41 RUNNING
20s  :41 serves

exit 0
says "was deployed again"
