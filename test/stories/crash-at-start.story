# The application ends with 1 at its start, again and again; ECS's circuit breaker takes the deployment back.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

1s   resource TaskDefinition UPDATE_COMPLETE
2s   resource Service UPDATE_IN_PROGRESS
3s   rollout :42 IN_PROGRESS
5s   task a :42 PENDING
9s   task a :42 RUNNING
10s  task a logs "Error: MONGODB_URI missing"
10s  task a stops with 1: EssentialContainerExited "Essential container in task exited"
14s  task b :42 PENDING
18s  task b :42 RUNNING
19s  task b logs "Error: MONGODB_URI missing"
19s  task b stops with 1: EssentialContainerExited "Essential container in task exited"
23s  task c :42 PENDING
28s  task c stops with 1: EssentialContainerExited "Essential container in task exited"
30s  rollout :42 FAILED "ECS deployment circuit breaker: tasks failed to start."
31s  rollout :41 IN_PROGRESS
32s  rollout :41 COMPLETED
40s  resource Service UPDATE_FAILED "Resource handler returned message: "Error occurred during operation 'ECS Deployment Circuit Breaker was triggered'."
41s  stack UPDATE_ROLLBACK_IN_PROGRESS "The following resource(s) failed to update: [Service]."
45s  resource Service UPDATE_COMPLETE
46s  stack UPDATE_ROLLBACK_COMPLETE

exit 6
error ServiceCrashed
says "exit code 1"
says "Error: MONGODB_URI missing"
says "the revision before still serves"
