# Nobody can answer: nothing is deployed again.
given revision 41 with 2 tasks
first the stack is what its manifest says
first :40 runs instead
$ mm deploy --env dev --only web --no-input

exit 2
error MissingAnswers
says "revision 40 runs, not the stack's 41: that one is deployed again"
doesn't call UpdateService
