# The old tasks answer 500 already; the mended revision finds no capacity. That is the cause, not what was wrong before.
given revision 41 with 2 tasks
first target old1 unhealthy Target.ResponseCodeMismatch "Health checks failed with these codes: [500]"
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   service says "was unable to place a task. Reason: Capacity is unavailable at this time."
90s  ECS takes :42 back to :41

exit 6
error NoCapacity
doesn't say "target old1 is unhealthy"
