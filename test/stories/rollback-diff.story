# What a rollback would change, and nothing is done.
given revision 41 with 2 tasks
first revision 40 served "registry.example/web:0"
first the deployed template gives LOG_LEVEL "info"
$ mm svc rollback web --env dev --diff --fail-on-change

exit 10
says "back from registry.example/web:1 to registry.example/web:0"
prints "~ revision"
prints "image  registry.example/web:1 → registry.example/web:0"
calls DeleteChangeSet
doesn't call ExecuteChangeSet
