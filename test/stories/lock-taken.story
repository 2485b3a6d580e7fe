# Somebody else deploys the same service.
given revision 41 with 2 tasks
first ben takes the lock
$ mm svc deploy web --env dev --yes

exit 1
error Locked
says "shop-dev-web is locked by ben at desk"
says "mm svc deploy web at commit abc1234, for 60 s: big release"
says "nothing was changed"
says "--lock-wait 10m"
says "mm lock break shop-dev-web"
doesn't call CreateChangeSet
