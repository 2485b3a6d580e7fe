# Somebody else has CloudFormation take the update back, by mm: nothing is to be mended, and who it was is told.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 RUNNING
40s  ben cancels the update
41s  resource Service UPDATE_FAILED "Resource update cancelled"
42s  resource Service UPDATE_IN_PROGRESS
44s  rollout :41 IN_PROGRESS
48s  rollout :41 COMPLETED
49s  resource Service UPDATE_COMPLETE
50s  stack UPDATE_ROLLBACK_COMPLETE

exit 6
error UpdateCancelled
says "ben-at-desk cancelled the update of shop-dev-web"
says "User Initiated"
says "revision 41 still serves"
says "run the same command again"
doesn't say "mend the cause"
