# The connection breaks off for good midway: CloudFormation goes on, and mm says how to go on watching.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   DescribeStackEvents is cut 100 times
30s  :42 serves

exit 1
error NetworkUnreachable
says "AWS could not be reached"
says "CloudFormation goes on with shop-dev-web; nothing was cancelled"
says "mm deploy attach shop-dev-web"
