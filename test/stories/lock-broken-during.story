# Somebody breaks the lock while CloudFormation works: that goes on, and is watched.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
8s   the lock is broken
10s  task a :42 RUNNING
22s  task b :42 RUNNING
30s  :42 serves

exit 0
says "the lock of shop-dev-web was lost while CloudFormation works on it, which goes on: somebody broke it"
says "Service update complete"
