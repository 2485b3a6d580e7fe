# What is named is made anew.
given revision 41 with 2 tasks
first the stack is what its manifest says
first LogGroup was deleted outside
$ mm svc deploy web --env dev --revert-drift --allow-replace LogGroup --yes

1s resource LogGroup CREATE_COMPLETE
2s stack UPDATE_COMPLETE

exit 0
says "+ create  LogGroup  Logs::LogGroup  deleted outside, made anew"
calls ExecuteChangeSet
