# Ctrl-C while it's looked whether the deployment can succeed: nothing was begun.
given revision 41 with 2 tasks
first GetRole gets no answer
first with GetRole, mm gets SIGINT
$ mm svc deploy web --env dev --yes

exit 130
doesn't call CreateChangeSet
doesn't call PutObject
