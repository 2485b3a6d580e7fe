# So does the comparison.
given revision 41 with 1 task
first the deployed template is the manifest's, with 512 CPU units and 1024 MiB
$ mm svc diff web --env dev

exit 0
prints "cost  about - $9.01 a month ($13 in all): Fargate - 9.01"
prints "list prices of us-east-1 on demand"
