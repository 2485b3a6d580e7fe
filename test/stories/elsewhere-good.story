# Somebody went back by the console: the stack is what its manifest says, and another revision runs.
given revision 41 with 2 tasks
first the stack is what its manifest says
first :40 runs instead
$ mm svc deploy web --env dev --yes

5s   task a :41 RUNNING
9s   task b :41 RUNNING
20s  :41 serves

exit 0
says "nothing changed in the stack, but revision 40 runs, not the stack's 41: that one is deployed again"
says "Deploy revision 41 of web again"
says "rev 41"
says "was deployed again; its stack's revision is the one that serves"
calls UpdateService
doesn't call ExecuteChangeSet
