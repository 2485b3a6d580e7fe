# What was changed outside is taken back, in a stack that is otherwise what its manifest says.
given revision 41 with 2 tasks
first the stack is what its manifest says
first LogGroup's RetentionInDays was changed from "30" to "7"
$ mm svc deploy web --env dev --revert-drift --yes

1s resource LogGroup UPDATE_IN_PROGRESS
2s resource LogGroup UPDATE_COMPLETE
3s stack UPDATE_COMPLETE

exit 0
says "1 to update"
says "~ update  LogGroup  Logs::LogGroup  changed outside: RetentionInDays 30 → 7"
says "LogGroup update complete"
doesn't say "TaskDefinition"
calls ExecuteChangeSet
doesn't call DetectStackDrift
