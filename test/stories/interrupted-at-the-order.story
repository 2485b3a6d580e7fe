# Ctrl-C while CloudFormation is told to begin, and doesn't answer: whether it has isn't claimed.
given revision 41 with 2 tasks
first ExecuteChangeSet gets no answer
first with ExecuteChangeSet, mm gets SIGINT
$ mm svc deploy web --env dev --yes

exit 130
error Interrupted
says "whether CloudFormation has begun with shop-dev-web isn't known"
says "mm deploy attach web --env dev"
leaves a change set of shop-dev-web
