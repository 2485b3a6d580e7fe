# Nothing is to be done, but ECS still rolls the stack's revision out: it's watched to its end, however long that takes.
given revision 41 with 2 tasks
from the beginning
first the stack is what its manifest says
first rollout :41 IN_PROGRESS
$ mm svc deploy web --env dev --yes

2m5s   task a :41 RUNNING
3m20s  :41 serves

exit 0
says "Follow the rollout of web, which goes on"
says "is unchanged: nothing was to be done"
doesn't call UpdateService
