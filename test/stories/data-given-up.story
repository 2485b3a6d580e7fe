# What holds data is named: it's replaced, and the deployment goes its way.
given revision 41 with 2 tasks
first the change set replaces LogGroup
$ mm svc deploy web --env dev --yes --allow-replace LogGroup

0s   :42 begins
9s   task a :42 RUNNING
22s  task b :42 RUNNING
30s  :42 serves

exit 0
says "LogGroup"
says "its new revision is the one that serves"
calls ExecuteChangeSet
