# Everything is what its manifest says, and that isn't the whole truth: it's a change for whoever asks for one.
given revision 41 with 2 tasks
first the stack is what its manifest says
first LogGroup's RetentionInDays was changed from "30" to "7"
$ mm plan --env dev --only web --fail-on-change

exit 10
prints "nothing to be done: everything is what its manifest says, but 1 resource was changed outside of CloudFormation"
prints "shop-dev-web  nothing to be done"
prints "RetentionInDays 30 → 7  stays as it is"
says "next  mm deploy --env dev --only web --revert-drift   takes it back"
