# Back to the image that the stack has, while another one runs.
given revision 41 with 2 tasks
first :40 runs instead
$ mm svc rollback web --env dev --yes --to registry.example/web:1

5s   task a :41 RUNNING
9s   task b :41 RUNNING
20s  :41 serves

exit 0
says "revision 40 runs, not the stack's 41: that one is deployed again"
says "was deployed again: its stack's revision runs"
doesn't call ExecuteChangeSet
