# Without a lock nobody is asked for one.
given revision 41 with 2 tasks
first ben takes the lock
$ mm svc deploy web --env dev --yes --no-lock

0s   :42 begins
10s  task a :42 RUNNING
22s  task b :42 RUNNING
30s  :42 serves

exit 0
says "Service update complete"
doesn't call PutObject
doesn't call DeleteObject
