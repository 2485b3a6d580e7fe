# Ctrl-C ends the wait for a look as everything else.
given revision 41 with 2 tasks
first a look takes 90000 s
first with DeleteChangeSet, mm gets SIGINT
$ mm plan --env dev --only web

exit 130
error Interrupted
