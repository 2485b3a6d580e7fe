# An earlier rollback got stuck: the stack is refused by name, with the way out, and nothing is changed.
given revision 41 with 2 tasks
first resource ListenerRule UPDATE_FAILED "Priority '100' is currently in use"
first stack UPDATE_ROLLBACK_FAILED "The following resource(s) failed to update: [ListenerRule]."
$ mm svc deploy web --env dev --yes

exit 1
error StackStuck
says "shop-dev-web is in UPDATE_ROLLBACK_FAILED and can't be updated"
says "The following resource(s) failed to update: [ListenerRule]."
says "nothing was changed"
says "aws cloudformation continue-update-rollback --stack-name shop-dev-web"
doesn't call CreateChangeSet
