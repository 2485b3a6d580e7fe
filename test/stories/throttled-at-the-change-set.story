# AWS throttles for a minute when the change set is to be made: it's made then, once.
given revision 41 with 2 tasks
first CreateChangeSet fails 12 times: Throttling "Rate exceeded"
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 RUNNING
22s  task b :42 RUNNING
30s  :42 serves

exit 0
says "AWS throttles what mm asks of it, which takes longer now"
says "Service update complete"
