# Who holds which lock.
given revision 41 with 2 tasks
first ben takes the lock
$ mm lock status --env dev

exit 0
calls ListObjectsV2
