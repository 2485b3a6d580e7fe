# Of everything that changed one update would replace what holds data: nothing is deployed, of the others neither.
given revision 41 with 1 task
given api at revision 7 with 1 task
given jobs at revision 3 with 1 task
first api: the change set replaces LogGroup
$ mm deploy --env dev --yes

exit 2
error DataAtRisk
says "the update of shop-dev-api would replace or delete what holds data"
says "--allow-replace LogGroup"
doesn't call ExecuteChangeSet
