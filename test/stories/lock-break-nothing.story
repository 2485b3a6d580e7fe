# There's no lock to break.
given revision 41 with 2 tasks
$ mm lock break shop-dev-web --env dev --yes

exit 5
error NotLocked
says "mm lock status"
