# The update is through before it can be cancelled.
given revision 41 with 2 tasks
first stack UPDATE_IN_PROGRESS "User Initiated"
first rollout :42 IN_PROGRESS
from the beginning
$ mm deploy cancel web --env dev --yes

4s   :42 serves

exit 1
error CancelledTooLate
