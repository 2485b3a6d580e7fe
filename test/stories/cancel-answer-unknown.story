# The connection breaks off while CloudFormation is told to go back: whether it does isn't claimed.
given revision 41 with 2 tasks
first stack UPDATE_IN_PROGRESS "User Initiated"
first with CancelUpdateStack, anything is cut
from the beginning
$ mm deploy cancel web --env dev --yes

exit 1
error NetworkUnreachable
says "whether the update of shop-dev-web is taken back isn't known"
says "mm deploy attach web --env dev"
