# SIGTERM, as a CI runner sends it: the same as Ctrl-C.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   mm gets SIGTERM
30s  :42 serves

exit 143
says "CloudFormation goes on with shop-dev-web; nothing was cancelled"
