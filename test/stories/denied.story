# The identity may not make change sets: the missing right is named, and nothing is changed.
given revision 41 with 2 tasks
first CreateChangeSet fails: AccessDenied "User: arn:aws:iam::123456789012:user/ci is not authorized to perform: cloudformation:CreateChangeSet"
$ mm svc deploy web --env dev --yes

exit 4
error AccessDenied
says "cloudformation:CreateChangeSet"
doesn't call ExecuteChangeSet
