# Somebody breaks the lock before the changes are made: none is made.
given revision 41 with 2 tasks
first with DescribeChangeSet, the lock is broken
$ mm svc deploy web --env dev --yes

exit 1
error LockLost
says "the lock of shop-dev-web was lost before its changes were made"
says "somebody broke it"
says "shop-dev-web was not changed by this command"
calls DeleteChangeSet
doesn't call ExecuteChangeSet
