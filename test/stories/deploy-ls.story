# What was done: the newest first, with its verdict and its first cause.
given revision 41 with 1 task
given api at revision 7 with 1 task
first api: stack UPDATE_IN_PROGRESS "User Initiated"
first api: resource Service UPDATE_FAILED "Resource handler returned message: "it was triggered""
first api: stack UPDATE_ROLLBACK_IN_PROGRESS "The following resource(s) failed to update: [Service]."
first api: resource Service UPDATE_COMPLETE
first api: stack UPDATE_ROLLBACK_COMPLETE
first stack UPDATE_IN_PROGRESS "User Initiated"
$ mm deploy ls --env dev

exit 0
calls DescribeStackEvents
prints "api"
prints "update"
prints "rolled back"
prints "Service: Resource handler returned message"
prints "web"
prints "goes on"
doesn't call CreateChangeSet
