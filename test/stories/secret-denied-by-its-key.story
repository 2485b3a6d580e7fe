# The execution role may read the secret, and not use the key that it is encrypted with.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 PENDING
20s  task a stops: TaskFailedToStart "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret arn:aws:secretsmanager:eu-central-1:123456789012:secret:uri-x from secrets manager: AccessDeniedException: Access to KMS is not allowed status code: 400, request id: a87a66d9-f839-4353-b8c2-9984b1465695"
30s  ECS takes :42 back to :41

exit 6
error SecretDenied
says "the execution role of web may not use the key of its secrets (kms:Decrypt)"
says "the policy of the secret's key must allow the role kms:Decrypt"
