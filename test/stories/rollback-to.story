# To an image that is named.
given revision 41 with 2 tasks
$ mm svc rollback web --env dev --yes --to registry.example/web:rc

0s   :42 begins
9s   task a :42 RUNNING
22s  task b :42 RUNNING
30s  :42 serves

exit 0
says "to registry.example/web:rc"
doesn't call DescribeServiceRevisions
