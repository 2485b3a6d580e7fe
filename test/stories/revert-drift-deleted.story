# A log group that somebody has deleted isn't made anew, and empty, without its name.
given revision 41 with 2 tasks
first the stack is what its manifest says
first LogGroup was deleted outside
$ mm svc deploy web --env dev --revert-drift --yes

exit 2
error DataAtRisk
says "the update of shop-dev-web would make anew, and empty, what held data"
says "create LogGroup (AWS::Logs::LogGroup: it was deleted outside of CloudFormation)"
says "--allow-replace LogGroup"
calls DeleteChangeSet
doesn't call ExecuteChangeSet
