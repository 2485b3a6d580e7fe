# The machine's clock is an hour behind AWS's: whose holder died is free after 20 seconds, by S3's clock.
given revision 41 with 2 tasks
first ben takes the lock
first ben falls silent
the machine's clock is 1h behind
$ mm svc deploy web --env dev --yes --lock-wait 1m

0s   :42 begins
10s  task a :42 RUNNING
22s  task b :42 RUNNING
30s  :42 serves

exit 0
says "Wait for the lock of shop-dev-web, held by ben at desk"
says "the lock of shop-dev-web was taken over: ben at desk gave no sign of life any more"
says "Service update complete"
ends by 100s
