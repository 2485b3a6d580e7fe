# The stack's own revision is the one that ECS has, and its rollout failed: it's deployed again, by force.
given revision 41 with 2 tasks
first the stack is what its manifest says
first rollout :41 FAILED "ECS deployment circuit breaker: tasks failed to start."
$ mm svc deploy web --env dev --yes

5s   task a :41 RUNNING
20s  :41 serves

exit 0
says "nothing changed in the stack, but the rollout of its revision 41 failed (ECS deployment circuit breaker: tasks failed to start.): it is deployed again"
calls UpdateService
