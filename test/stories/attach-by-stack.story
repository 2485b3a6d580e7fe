# A stack's name tells its environment, and all that goes on is followed when nothing is named.
given revision 41 with 2 tasks
first stack UPDATE_IN_PROGRESS "User Initiated"
first :42 begins
from the beginning
$ mm deploy attach shop-dev-web

9s   task a :42 RUNNING
20s  task b :42 RUNNING
30s  :42 serves

exit 0
says "web was deployed"
