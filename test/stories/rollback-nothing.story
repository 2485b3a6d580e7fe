# There's no earlier image: what is deployed is the first.
given revision 41 with 2 tasks
$ mm svc rollback web --env dev --yes

exit 5
error NothingToGoBackTo
says "mm svc rollback web --env dev --to <tag>"
doesn't call CreateChangeSet
