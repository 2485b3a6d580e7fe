# Fargate has no capacity free in the zones.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   service says "was unable to place a task. Reason: Capacity is unavailable at this time. Please try again later or in a different availability zone."
90s  ECS takes :42 back to :41

exit 6
error NoCapacity
says "ECS: (service web) was unable to place a task"
says "AWS Fargate has no capacity free"
