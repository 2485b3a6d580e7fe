# CloudFormation is content, and somebody has put the old revision back meanwhile.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 RUNNING
20s  :42 serves
22s  rollout :41 IN_PROGRESS
23s  rollout :41 COMPLETED

exit 6
error NotTheNewRevision
says "revision 41 serves: 2 of 2 tasks run"
