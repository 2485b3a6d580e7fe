# The execution role may not write the log, which is there.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 PENDING
20s  task a stops: TaskFailedToStart "ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: AccessDeniedException: User: arn:aws:sts::123456789012:assumed-role/web/1 is not authorized to perform: logs:CreateLogStream on resource: arn:aws:logs:eu-central-1:123456789012:log-group:/shop/dev/web:log-stream:web/web/1 because no identity-based policy allows the logs:CreateLogStream action : exit status 1"
30s  ECS takes :42 back to :41

exit 6
error LogDenied
says "the execution role of web may not write its log (logs:CreateLogStream)"
doesn't say "somebody deleted it"
