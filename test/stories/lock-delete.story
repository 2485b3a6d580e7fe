# What somebody else deploys isn't deleted.
given revision 41 with 2 tasks
first ben takes the lock
$ mm svc delete web --env dev --confirm web

exit 1
error Locked
doesn't call DeleteStack
