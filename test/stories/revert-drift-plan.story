# A plan that takes back what was changed outside says so.
given revision 41 with 2 tasks
first the stack is what its manifest says
first LogGroup's RetentionInDays was changed from "30" to "7"
$ mm plan --env dev --only web --revert-drift --fail-on-change

exit 10
prints "~ update  LogGroup  Logs::LogGroup  changed outside: RetentionInDays 30 → 7"
says "next  mm deploy --env dev --only web --revert-drift"
calls DetectStackDrift
doesn't call ExecuteChangeSet
