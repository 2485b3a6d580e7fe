# AWS throttles for good when the change set is to be made: after some minutes mm gives up, and says that nothing was begun.
given revision 41 with 2 tasks
first CreateChangeSet fails: Throttling "Rate exceeded"
$ mm svc deploy web --env dev --yes

exit 1
error Throttled
says "AWS throttled cloudformation:CreateChangeSet"
says "nothing of web was deployed"
says "run the same command again in a minute"
doesn't call ExecuteChangeSet
ends by 230s
