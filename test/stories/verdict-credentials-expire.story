# The credentials expire after the stack's end, while ECS isn't through.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 RUNNING
20s  resource Service UPDATE_COMPLETE
21s  stack UPDATE_COMPLETE
30s  anything fails: ExpiredTokenException "The security token included in the request is expired"

exit 4
error CredentialsExpired
says "shop-dev-web was updated; mm hasn't seen whether its new revision serves"
says "mm deploy attach web --env dev"
says "mm status"
