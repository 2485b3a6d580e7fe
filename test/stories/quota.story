# The account may run no more of Fargate's processors.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   service says "was unable to place a task. Reason: You've reached the limit on the number of vCPUs you can run concurrently."
90s  ECS takes :42 back to :41

exit 6
error QuotaReached
says "the account may run no more vCPUs in this region"
