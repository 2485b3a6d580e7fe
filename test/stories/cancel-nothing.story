# Nothing goes on.
given revision 41 with 2 tasks
$ mm deploy cancel --env dev --yes

exit 5
error NothingToCancel
