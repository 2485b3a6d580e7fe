# AWS throttles for minutes while the stack's revision is deployed again: mm follows it to its end.
given revision 41 with 2 tasks
first the stack is what its manifest says
first :40 runs instead
$ mm svc deploy web --env dev --yes

5s   task a :41 RUNNING
9s   DescribeServices fails: ThrottlingException "Rate exceeded"
14s  task b :41 RUNNING
20s  :41 serves
5m   all is well again

exit 0
says "AWS throttles what mm asks of it, which takes longer now"
says "web"
