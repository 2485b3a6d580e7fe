# Nothing was changed, by nobody: the plan is what it was.
given revision 41 with 2 tasks
first the stack is what its manifest says
$ mm plan --env dev --only web --fail-on-change

exit 0
prints "nothing to be done: everything is what its manifest says"
doesn't say "drift"
calls DetectStackDrift
doesn't call DescribeStackResourceDrifts
