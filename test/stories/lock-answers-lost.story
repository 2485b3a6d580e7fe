# S3's answers are lost after the work was done: the lock is one's own nevertheless.
given revision 41 with 2 tasks
first the answer to PutObject is lost 2 times
$ mm svc deploy web --env dev --yes

0s   :42 begins
6s   the answer to PutObject is lost 1 time
10s  task a :42 RUNNING
22s  task b :42 RUNNING
25s  the answer to DeleteObject is lost 1 time
30s  :42 serves

exit 0
doesn't say "lock"
says "Service update complete"
