# SIGHUP, as a terminal sends it that is closed: the same as Ctrl-C.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   mm gets SIGHUP
30s  :42 serves

exit 129
error Interrupted
says "CloudFormation goes on with shop-dev-web; nothing was cancelled"
