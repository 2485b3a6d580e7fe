# Somebody stops the deployment of the stack's revision, and then the credentials expire: what was seen is told.
given revision 41 with 2 tasks
first the stack is what its manifest says
first :40 runs instead
$ mm svc deploy web --env dev --yes

9s   rollout :41 FAILED "Service deployment stopped by user."
10s  rollout :40 IN_PROGRESS
12s  anything fails: ExpiredTokenException "The security token included in the request is expired"

exit 6
error RevisionTakenBack
says "ECS doesn't go on with revision 41 of web"
says "Service deployment stopped by user."
leaves the lock bucket/locks/shop-dev-web.json
