# Back to the image before: a deployment like any other, and nothing else changes.
given revision 41 with 2 tasks
first revision 40 served "registry.example/web:0"
first the deployed template gives LOG_LEVEL "info"
$ mm svc rollback web --env dev --yes

0s   :42 begins
9s   task a :42 RUNNING
22s  task b :42 RUNNING
30s  :42 serves

exit 0
says "back from registry.example/web:1 to registry.example/web:0"
says "~ revision"
says "image  registry.example/web:1 → registry.example/web:0"
doesn't say "LOG_LEVEL"
says "web runs its earlier image again"
calls DescribeServiceRevisions
calls ExecuteChangeSet
