# One plan for everything, and another revision of a service runs.
given revision 41 with 2 tasks
first the stack is what its manifest says
first :40 runs instead
$ mm deploy --env dev --only web --yes

5s   task a :41 RUNNING
9s   task b :41 RUNNING
20s  :41 serves

exit 0
says "nothing changed in the stack, but revision 40 runs, not the stack's 41: that one is deployed again"
says "deployed again"
calls UpdateService
doesn't call ExecuteChangeSet
