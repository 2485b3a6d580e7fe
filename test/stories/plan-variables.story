# The plan of a service that runs says which variables go, and not what a secret one held.
given revision 41 with 2 tasks
first the deployed template gives OLD_FLAG "on"
first the deployed template gives API_TOKEN "hunter2"
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 RUNNING
22s  task b :42 RUNNING
30s  :42 serves

exit 0
says "~ revision"
says "cpu"
says "128 → 256"
says "- OLD_FLAG"
says "- API_TOKEN"
doesn't say "hunter2"
doesn't say "REPLACE"
calls GetTemplate
