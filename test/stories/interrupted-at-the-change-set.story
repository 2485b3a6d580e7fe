# Ctrl-C while a change set is made, and CloudFormation doesn't answer: nothing was begun.
given revision 41 with 2 tasks
first CreateChangeSet gets no answer
first with CreateChangeSet, mm gets SIGINT
$ mm svc deploy web --env dev --yes

exit 130
error Interrupted
says "nothing of web was deployed"
doesn't call ExecuteChangeSet
