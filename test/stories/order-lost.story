# The answers to both orders are lost after AWS has taken them: nothing is done twice.
given revision 41 with 2 tasks
first the answer to CreateChangeSet is lost 1 time
first the answer to ExecuteChangeSet is lost 1 time
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 RUNNING
22s  task b :42 RUNNING
30s  :42 serves

exit 0
says "Service update complete"
