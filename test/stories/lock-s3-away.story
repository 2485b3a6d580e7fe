# S3 is out of order while CloudFormation works: the deployment isn't.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
4s   PutObject fails 3 times: InternalError "We encountered an internal error. Please try again."
10s  task a :42 RUNNING
22s  task b :42 RUNNING
30s  :42 serves

exit 0
doesn't say "lock"
says "Service update complete"
