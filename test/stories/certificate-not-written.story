# What brings the certificate of the database's authority fails, before the application starts.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 PENDING
10s  container db_ca of task a ends with 2
10s  task a logs "sh: can't create /authority/ca.pem: Read-only file system"
11s  task a stops: TaskFailedToStart "Task failed to start"
30s  ECS takes :42 back to :41

exit 6
error CertificateNotWritten
says "the certificate of the database's authority couldn't be written for web"
says "Read-only file system"
