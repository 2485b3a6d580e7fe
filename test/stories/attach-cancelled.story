# The deployment that is followed is cancelled meanwhile: its end is told as its own mm would have told it.
given revision 41 with 2 tasks
first stack UPDATE_IN_PROGRESS "User Initiated"
first rollout :42 IN_PROGRESS
from the beginning
$ mm deploy attach web --env dev

40s  ben cancels the update
41s  resource Service UPDATE_FAILED "Resource update cancelled"
42s  resource Service UPDATE_IN_PROGRESS
44s  rollout :41 IN_PROGRESS
48s  rollout :41 COMPLETED
49s  resource Service UPDATE_COMPLETE
50s  stack UPDATE_ROLLBACK_COMPLETE

exit 6
error UpdateCancelled
says "ben-at-desk cancelled the update of shop-dev-web"
says "revision 41 still serves"
