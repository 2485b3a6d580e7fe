# Who deploys may not ask for a deployment's alarms: the revision serves all the same, and it's told what isn't known.
given revision 41 with 1 task
$ mm svc deploy web --env dev --yes

0s   DescribeServiceDeployments fails: AccessDeniedException "User: ci is not authorized to perform: ecs:DescribeServiceDeployments"
0s   :42 begins
9s   task a :42 RUNNING
30s  :42 serves

exit 0
says "whether an alarm went off could not be asked"
says "its new revision is the one that serves"
