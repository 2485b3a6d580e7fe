# Ctrl-C before the changes are made: the lock is given back.
given revision 41 with 2 tasks
first DescribeChangeSet gets no answer
first with DescribeChangeSet, mm gets SIGINT
$ mm svc deploy web --env dev --yes

exit 130
says "interrupted"
calls DeleteObject
doesn't call ExecuteChangeSet
