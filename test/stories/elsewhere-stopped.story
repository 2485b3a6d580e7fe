# While the stack's revision is deployed again, somebody stops that without a crash.
given revision 41 with 2 tasks
first the stack is what its manifest says
first :40 runs instead
$ mm svc deploy web --env dev --yes

9s   rollout :41 FAILED "Service deployment stopped by user."
10s  rollout :40 IN_PROGRESS
14s  rollout :40 COMPLETED

exit 6
error RevisionTakenBack
says "ECS doesn't go on with revision 41 of web"
says "Service deployment stopped by user."
says "revision 40 still serves: 2 of 2 tasks run"
