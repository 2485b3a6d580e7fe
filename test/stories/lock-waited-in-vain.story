# Somebody else deploys the same service for longer than one wants to wait.
given revision 41 with 2 tasks
first ben takes the lock
$ mm svc deploy web --env dev --yes --lock-wait 30s

exit 1
error Locked
says "Wait for the lock of shop-dev-web, held by ben at desk"
says "for 90 s: big release"
doesn't call CreateChangeSet
ends by 40s
