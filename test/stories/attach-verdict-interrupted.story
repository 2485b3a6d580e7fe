# SIGTERM after the end of the stack that is followed, while ECS isn't through.
given revision 41 with 2 tasks
first stack UPDATE_IN_PROGRESS "User Initiated"
first :42 begins
from the beginning
$ mm deploy attach web --env dev

9s   task a :42 RUNNING
20s  resource Service UPDATE_COMPLETE
21s  stack UPDATE_COMPLETE
30s  mm gets SIGTERM

exit 143
error Interrupted
says "shop-dev-web was updated; mm hasn't seen whether its new revision serves"
says "mm deploy attach web --env dev"
