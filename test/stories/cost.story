# The plan says what a month costs less, by list prices, and what it then costs in all.
given revision 41 with 1 task
first the deployed template is the manifest's, with 512 CPU units and 1024 MiB
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 RUNNING
30s  :42 serves

exit 0
says "512 → 256"
says "1024 → 512 MiB"
says "cost  about - $9.01 a month ($13 in all): Fargate - 9.01"
says "list prices of us-east-1 on demand"
