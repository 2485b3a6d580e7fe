# A parameter that the task needs isn't there.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 PENDING
20s  task a stops: TaskFailedToStart "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secrets from ssm: service call has been retried 1 time(s): invalid ssm parameters: /shop/dev/token"
30s  ECS takes :42 back to :41

exit 6
error SecretMissing
says "/shop/dev/token, which isn't there"
