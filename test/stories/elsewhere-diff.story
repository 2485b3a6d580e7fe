# So does the comparison.
given revision 41 with 2 tasks
first the stack is what its manifest says
first :40 runs instead
$ mm svc diff web --env dev --fail-on-change

exit 10
doesn't call UpdateService
