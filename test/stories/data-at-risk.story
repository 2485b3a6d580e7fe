# CloudFormation may replace what holds data: --yes is no answer to that, and nothing is changed.
given revision 41 with 2 tasks
first the change set replaces LogGroup conditionally
$ mm svc deploy web --env dev --yes

exit 2
error DataAtRisk
says "perhaps replace LogGroup (AWS::Logs::LogGroup)"
says "nothing was changed"
says "--allow-replace LogGroup"
calls DeleteChangeSet
doesn't call ExecuteChangeSet
