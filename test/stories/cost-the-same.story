# The plan says nothing of what it costs when that stays the same.
given revision 41 with 1 task
first the deployed template is the manifest's, with 256 CPU units and 512 MiB
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 RUNNING
30s  :42 serves

exit 0
says "~ revision"
doesn't say "cost"
doesn't say "list prices"
