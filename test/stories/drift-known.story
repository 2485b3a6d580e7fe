# A deployment tells what CloudFormation's last look found, and has it look no more.
given revision 41 with 2 tasks
first LogGroup's RetentionInDays was changed from "30" to "7"
first CloudFormation looked 3 days ago
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 RUNNING
22s  task b :42 RUNNING
30s  :42 serves

exit 0
says "~ revision  TaskDefinition"
says "changed outside of CloudFormation, which looked at 2026-11-2"
says "RetentionInDays 30 → 7  stays as it is"
says "Update shop-dev-web"
calls DescribeStackResourceDrifts
doesn't call DetectStackDrift
