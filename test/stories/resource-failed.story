# Another resource of the stack fails first; the others are only cancelled.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

1s   resource TaskRole UPDATE_FAILED "Resource handler returned message: "Role with name web is managed elsewhere""
1s   resource TaskDefinition UPDATE_FAILED "Resource update cancelled"
2s   stack UPDATE_ROLLBACK_IN_PROGRESS "The following resource(s) failed to update: [TaskRole, TaskDefinition]."
5s   stack UPDATE_ROLLBACK_COMPLETE

exit 6
error StackRolledBack
says "TaskRole (AWS::IAM::Role): Resource handler returned message"
says "revision 41 still serves"
doesn't say "fix    Resource update cancelled"
