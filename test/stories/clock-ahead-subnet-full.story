# The machine's clock is an hour ahead of AWS's: what ECS says during the deployment is the cause.
given revision 41 with 2 tasks
the machine's clock is 1h ahead
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   service says "was unable to place a task. Reason: The specified subnet does not have enough free addresses to satisfy the request."
90s  ECS takes :42 back to :41

exit 6
error SubnetFull
says "ECS: (service web) was unable to place a task."
says "have no address left for another task"
