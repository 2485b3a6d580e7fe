# The answer to the order is lost after AWS has taken it: the work is done once, and watched.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
5s   DescribeStacks is cut 2 times
9s   the answer to DescribeStackEvents is lost 2 times
12s  task a :42 RUNNING
22s  task b :42 RUNNING
30s  :42 serves

exit 0
says "Service update complete"
