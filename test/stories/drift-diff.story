# A comparison looks, too.
given revision 41 with 2 tasks
first the stack is what its manifest says
first LogGroup's RetentionInDays was changed from "30" to "7"
$ mm svc diff web --env dev --fail-on-change

exit 10
prints "RetentionInDays 30 → 7  stays as it is"
calls DetectStackDrift
