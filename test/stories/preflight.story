# Everything that a deployment takes for granted is there.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 RUNNING
10s  target 10.0.0.9 initial
20s  target 10.0.0.9 healthy
22s  task b :42 RUNNING
30s  :42 serves

exit 0
says "✔ Preflight"
doesn't say "not looked at"
calls DescribeSubnets
calls GetServiceQuota
calls GetRole
