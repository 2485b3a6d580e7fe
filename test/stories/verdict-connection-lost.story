# The connection breaks off for good after the stack's end, while ECS isn't through.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 RUNNING
20s  resource Service UPDATE_COMPLETE
21s  stack UPDATE_COMPLETE
30s  anything is cut

exit 1
error NetworkUnreachable
says "shop-dev-web was updated; mm hasn't seen whether its new revision serves"
says "mm deploy attach web --env dev"
says "mm status"
doesn't say "run the same command again"
