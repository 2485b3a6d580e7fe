# The credentials expire midway: CloudFormation goes on, and mm can't watch any more.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   anything fails: ExpiredToken "The security token included in the request is expired"
30s  :42 serves

exit 4
error CredentialsExpired
says "CloudFormation goes on with shop-dev-web; nothing was cancelled"
says "mm deploy attach shop-dev-web"
leaves the lock bucket/locks/shop-dev-web.json
