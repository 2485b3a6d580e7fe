# Ctrl-C while somebody else is waited for: nothing is changed.
given revision 41 with 2 tasks
first ben takes the lock
from the beginning
$ mm svc deploy web --env dev --yes --lock-wait 10m

9s   mm gets SIGINT

exit 130
says "Wait for the lock of shop-dev-web, held by ben at desk"
says "nothing of web was deployed"
doesn't call CreateChangeSet
doesn't call DeleteObject
ends by 20s
