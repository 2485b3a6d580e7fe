# The machine's clock is an hour behind AWS's: what ECS said of an earlier deployment is no cause of this one's end.
given revision 41 with 2 tasks
first 30m ago service says "was unable to place a task. Reason: Capacity is unavailable at this time."
the machine's clock is 1h behind
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   service says "was unable to place a task. Reason: The specified subnet does not have enough free addresses to satisfy the request."
90s  ECS takes :42 back to :41

exit 6
error SubnetFull
says "have no address left for another task"
doesn't say "Capacity is unavailable"
