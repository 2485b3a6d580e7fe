# The plan of one service, and nothing is done.
given revision 41 with 2 tasks
first the deployed template gives OLD_FLAG "on"
$ mm svc deploy web --env dev --diff --fail-on-change

exit 10
prints "~ revision"
prints "- OLD_FLAG"
says "mm svc deploy web --env dev"
calls DeleteChangeSet
doesn't call ExecuteChangeSet
