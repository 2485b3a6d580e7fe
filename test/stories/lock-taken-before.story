# Somebody breaks the lock and takes it before the changes are made: none is made, and it stays theirs.
given revision 41 with 2 tasks
first with DescribeChangeSet, ben takes the lock
$ mm svc deploy web --env dev --yes

exit 1
error LockLost
says "ben at desk holds it now"
calls DeleteChangeSet
doesn't call ExecuteChangeSet
