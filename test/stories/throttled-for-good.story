# AWS throttles for longer than mm repeats its call: nothing was begun.
given revision 41 with 2 tasks
first CreateChangeSet fails: Throttling "Rate exceeded"
$ AWS_MAX_ATTEMPTS=3 mm svc deploy web --env dev --yes

exit 1
error Throttled
says "AWS throttled cloudformation:CreateChangeSet 3 times"
says "Rate exceeded"
says "run the same command again in a minute"
doesn't call ExecuteChangeSet
