# Another resource is named than the one that holds data.
given revision 41 with 2 tasks
first the change set replaces LogGroup
$ mm svc deploy web --env dev --yes --allow-replace TargetGroup

exit 2
error DataAtRisk
says "replace LogGroup"
doesn't call ExecuteChangeSet
