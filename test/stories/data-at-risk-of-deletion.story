# The update would delete what holds data.
given revision 41 with 2 tasks
first the change set deletes LogGroup
$ mm svc deploy web --env dev --yes

exit 2
error DataAtRisk
says "delete LogGroup (AWS::Logs::LogGroup)"
doesn't call ExecuteChangeSet
