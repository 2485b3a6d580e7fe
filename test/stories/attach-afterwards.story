# Nothing goes on any more: the last operation failed, and why is still to be seen.
given revision 41 with 2 tasks
first stack UPDATE_IN_PROGRESS "User Initiated"
first rollout :42 IN_PROGRESS
first task a :42 RUNNING
first task a logs "Error: MONGODB_URI missing"
first task a stops with 1: EssentialContainerExited "Essential container in task exited"
first resource Service UPDATE_FAILED "Resource handler returned message: "Error occurred during operation 'ECS Deployment Circuit Breaker was triggered'.""
first rollout :41 IN_PROGRESS
first rollout :41 COMPLETED
first stack UPDATE_ROLLBACK_COMPLETE
$ mm deploy attach web --env dev

exit 6
error ServiceCrashed
says "nothing goes on in dev; the last operation was that of shop-dev-web"
says "Error: MONGODB_URI missing"
says "revision 41 still serves"
