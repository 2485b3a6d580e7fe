# Ctrl-C while it's rolled out: nothing is cancelled, and mm says what goes on.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
7s   task a :42 RUNNING
13s  mm gets SIGINT
30s  :42 serves

exit 130
says "CloudFormation goes on with shop-dev-web; nothing was cancelled; both revisions run: 1 task of revision 42, 2 tasks of revision 41"
says "mm deploy attach web --env dev"
doesn't call DeleteStack
doesn't call CancelUpdateStack
