# Ctrl-C right before CloudFormation is told: it isn't, and nothing is left behind.
given revision 41 with 2 tasks
first DescribeStackEvents gets no answer
first with DescribeStackEvents, mm gets SIGINT
$ mm svc deploy web --env dev --yes

exit 130
error Interrupted
says "nothing of shop-dev-web was changed"
doesn't say "mm deploy attach"
doesn't call ExecuteChangeSet
calls DeleteChangeSet
