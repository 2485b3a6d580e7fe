# The machine's clock is an hour ahead of AWS's: who gives signs of life by S3's clock is waited for.
given revision 41 with 2 tasks
first ben takes the lock
first with ExecuteChangeSet, :42 begins
the machine's clock is 1h ahead
from the beginning
$ mm svc deploy web --env dev --yes --lock-wait 10m

40s  the lock is given back
1m   task a :42 RUNNING
1m5s task b :42 RUNNING
1m20s :42 serves

exit 0
says "Wait for the lock of shop-dev-web, held by ben at desk"
says "Service update complete"
doesn't say "taken over"
calls DeleteObject
ends by 120s
