# The plan says what was changed outside of CloudFormation since the last deployment, and what becomes of it.
given revision 41 with 2 tasks
first LogGroup's RetentionInDays was changed from "30" to "7"
first CpuAlarm was deleted outside
first Service's DesiredCount was changed from "2" to "5"
$ mm plan --env dev --only web

exit 0
prints "~ revision  TaskDefinition"
prints "changed outside of CloudFormation, which looked at 2026-11-2"
prints "RetentionInDays 30 → 7  stays as it is"
prints "deleted"
prints "stays as it is"
prints "DesiredCount 2 → 5      may be overwritten: this plan updates the resource"
prints "a deployment with --revert-drift takes it back"
says "next  mm deploy --env dev"
calls DetectStackDrift
calls DescribeStackResourceDrifts
doesn't call ExecuteChangeSet
