# An alarm is on as the deployment begins, which is to mend that: ECS watches none, and it's told.
given revision 41 with 1 task
$ mm svc deploy web --env dev --yes

0s   alarm shop-dev-web-Errors is ignored
0s   :42 begins
9s   task a :42 RUNNING
30s  :42 serves

exit 0
says "ECS watched none of its alarms this time, since one was in alarm as it began: shop-dev-web-Errors"
says "its new revision is the one that serves"
