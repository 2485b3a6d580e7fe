# Ctrl-C while the lock is taken, and S3 doesn't answer: nothing was begun.
given revision 41 with 2 tasks
first PutObject gets no answer
first with PutObject, mm gets SIGINT
$ mm svc deploy web --env dev --yes

exit 130
error Interrupted
says "nothing of web was deployed"
doesn't call CreateChangeSet
