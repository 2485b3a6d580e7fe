# Ctrl-C while the stack's revision is deployed again: ECS goes on, and the same command watches it.
given revision 41 with 2 tasks
first the stack is what its manifest says
first :40 runs instead
$ mm svc deploy web --env dev --yes

5s   task a :41 RUNNING
9s   mm gets SIGINT
30s  :41 serves

exit 130
says "ECS goes on with web; nothing was cancelled; both revisions run: 1 task of revision 41, 2 tasks of revision 40"
says "mm svc deploy web --env dev   watches it to its end"
doesn't say "mm deploy attach"
doesn't call StopServiceDeployment
