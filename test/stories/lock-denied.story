# S3 denies the lock: the way without it is named.
given revision 41 with 2 tasks
first PutObject fails: AccessDenied "User: arn:aws:iam::123456789012:user/ci is not authorized to perform: s3:PutObject"
$ mm svc deploy web --env dev --yes

exit 4
error LockDenied
says "AWS doesn't let you lock shop-dev-web"
says "bucket/locks/*"
says "--no-lock"
doesn't call CreateChangeSet
