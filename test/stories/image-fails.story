# The registry breaks off with an error of its own.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 PENDING
20s  task a stops: TaskFailedToStart "CannotPullContainerError: ref pull has been retried 1 time(s): failed to copy: httpReadSeeker: failed open: unexpected status code https://registry.example/v2/web/blobs/sha256:1: 500 Internal Server Error"
30s  ECS takes :42 back to :41

exit 6
error ImagePullFailed
says "the image of web can't be pulled"
says "500 Internal Server Error"
