# Ctrl-C while it's followed ends the watching only.
given revision 41 with 2 tasks
first stack UPDATE_IN_PROGRESS "User Initiated"
first :42 begins
from the beginning
$ mm deploy attach web --env dev

9s   mm gets SIGTERM
30s  :42 serves

exit 143
error Interrupted
says "CloudFormation goes on with shop-dev-web; nothing was cancelled"
says "mm deploy attach web --env dev"
doesn't call CancelUpdateStack
