# To the image that runs already: there's nothing to do.
given revision 41 with 2 tasks
$ mm svc rollback web --env dev --yes --to registry.example/web:1

exit 0
says "is unchanged"
doesn't call ExecuteChangeSet
