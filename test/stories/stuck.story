# The rollback fails, too: CloudFormation needs a person.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

1s   resource ListenerRule UPDATE_FAILED "Rate exceeded"
2s   stack UPDATE_ROLLBACK_IN_PROGRESS
5s   resource ListenerRule UPDATE_FAILED "Priority '100' is currently in use"
6s   stack UPDATE_ROLLBACK_FAILED "The following resource(s) failed to update: [ListenerRule]."

exit 1
error StackFailed
says "shop-dev-web ended in UPDATE_ROLLBACK_FAILED"
says "CloudFormation stopped there; revision 41 still serves"
says "aws cloudformation continue-update-rollback --stack-name shop-dev-web"
