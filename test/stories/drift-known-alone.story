# Without a look of its own the plan tells what the last one found, which may be over: it's no change.
given revision 41 with 2 tasks
first the stack is what its manifest says
first LogGroup's RetentionInDays was changed from "30" to "7"
first CloudFormation looked 3 days ago
$ mm plan --env dev --only web --no-drift --fail-on-change

exit 0
prints "but 1 resource was changed outside of CloudFormation"
prints "which looked at 2026-11-2"
doesn't call DetectStackDrift
