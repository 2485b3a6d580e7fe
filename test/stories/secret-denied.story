# The execution role may not read a secret.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 PENDING
20s  task a stops: TaskFailedToStart "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret arn:aws:secretsmanager:eu-central-1:123456789012:secret:uri-x from secrets manager: AccessDeniedException: User: arn:aws:sts::123456789012:assumed-role/web/1 is not authorized to perform: secretsmanager:GetSecretValue on resource: uri-x"
30s  ECS takes :42 back to :41

exit 6
error SecretDenied
says "may not use secretsmanager:GetSecretValue"
