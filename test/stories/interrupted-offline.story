# Ctrl-C when S3 doesn't answer any more, in the midst of a lock's sign of life: the last word doesn't wait for it.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
4s   PutObject gets no answer
4s   DeleteObject gets no answer
13s  mm gets SIGINT
30s  :42 serves

exit 130
error Interrupted
says "CloudFormation goes on with shop-dev-web; nothing was cancelled"
says "mm deploy attach web --env dev"
leaves the lock bucket/locks/shop-dev-web.json
