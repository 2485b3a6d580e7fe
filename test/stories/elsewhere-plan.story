# The plan tells that another revision runs, and is a change.
given revision 41 with 2 tasks
first the stack is what its manifest says
first :40 runs instead
$ mm plan --env dev --only web --fail-on-change

exit 10
doesn't call UpdateService
