# A template that somebody else wrote is no reason to deploy nothing, and has no cost.
given revision 41 with 1 task
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 RUNNING
30s  :42 serves

exit 0
says "~ revision"
doesn't say "a month"
