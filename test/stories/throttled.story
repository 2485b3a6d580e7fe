# AWS throttles every question for a while: it takes longer, and nothing fails.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
5s   DescribeStackEvents fails 3 times: Throttling "Rate exceeded"
5s   ListTasks fails 3 times: ThrottlingException "Rate exceeded"
9s   task a :42 RUNNING
22s  task b :42 RUNNING
30s  :42 serves

exit 0
says "Service update complete"
