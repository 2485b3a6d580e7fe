# AWS throttles for a minute and more after the stack's end: mm waits, and sees that the new revision serves.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 RUNNING
20s  resource Service UPDATE_COMPLETE
21s  stack UPDATE_COMPLETE
30s  DescribeServices fails: ThrottlingException "Rate exceeded"
40s  task b :42 RUNNING
50s  :42 serves
2m   all is well again

exit 0
says "AWS throttles"
says "The service web was updated; its new revision is the one that serves"
