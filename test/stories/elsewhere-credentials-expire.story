# The credentials expire while the stack's revision is deployed again: ECS goes on, and mm can't watch any more.
given revision 41 with 2 tasks
first the stack is what its manifest says
first :40 runs instead
$ mm svc deploy web --env dev --yes

5s   task a :41 RUNNING
9s   anything fails: ExpiredTokenException "The security token included in the request is expired"
20s  :41 serves

exit 4
error CredentialsExpired
says "ECS goes on with web; nothing was cancelled"
says "mm svc deploy web --env dev   watches it to its end"
leaves the lock bucket/locks/shop-dev-web.json
