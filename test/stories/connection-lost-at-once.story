# The connection breaks off while CloudFormation is told to begin: whether it has isn't claimed.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

first with ExecuteChangeSet, anything is cut 100 times

exit 1
error NetworkUnreachable
says "whether CloudFormation has begun with shop-dev-web isn't known"
says "mm deploy attach shop-dev-web"
leaves a change set of shop-dev-web
leaves the lock bucket/locks/shop-dev-web.json
