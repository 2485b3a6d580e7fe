# Ctrl-C while two of three services are rolled out: nothing has failed, two go on, and the third isn't begun.
given revision 41 with 1 task
given api at revision 7 with 1 task
given jobs at revision 3 with 1 task
$ mm deploy --env dev --yes

0s   api: :8 begins
9s   api: mm gets SIGINT
0s   jobs: :4 begins
30s  jobs: :4 serves

exit 130
error Interrupted
says "… goes on"
says "… goes on"
says "· not begun"
says "error: interrupted: mm no longer watches"
says "CloudFormation goes on with shop-dev-api; nothing was cancelled"
says "CloudFormation goes on with shop-dev-jobs; nothing was cancelled"
says "nothing of web was deployed"
says "mm deploy attach --env dev"
doesn't say "✖ failed"
doesn't say "deployments failed"
doesn't call CancelUpdateStack
