# A secret that the task needs was deleted.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 PENDING
20s  task a stops: TaskFailedToStart "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret arn:aws:secretsmanager:eu-central-1:123456789012:secret:uri-x from secrets manager: ResourceNotFoundException: Secrets Manager can't find the specified secret."
30s  ECS takes :42 back to :41

exit 6
error SecretMissing
says "web needs arn:aws:secretsmanager:eu-central-1:123456789012:secret:uri-x, which isn't there"
