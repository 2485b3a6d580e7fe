# AWS throttles all of ECS and CloudFormation for minutes in the midst of a rollout: mm watches on when it may ask again.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s     :42 begins
5s     anything fails: ThrottlingException "Rate exceeded"
9s     task a :42 RUNNING
22s    task b :42 RUNNING
30s    :42 serves
10m    all is well again

exit 0
says "AWS throttles what mm asks of it, which takes longer now"
says "Service update complete"
says "its new revision is the one that serves"
