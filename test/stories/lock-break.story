# A lock is broken by name.
given revision 41 with 2 tasks
first ben takes the lock
$ mm lock break web --env dev --yes

exit 0
says "The lock of shop-dev-web was broken; ben at desk held it"
calls DeleteObject
