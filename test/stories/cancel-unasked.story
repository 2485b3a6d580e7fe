# Nobody can answer the question: nothing is cancelled.
given revision 41 with 2 tasks
first stack UPDATE_IN_PROGRESS "User Initiated"
$ mm deploy cancel web --env dev

exit 2
error MissingAnswers
doesn't call StopServiceDeployment
doesn't call CancelUpdateStack
