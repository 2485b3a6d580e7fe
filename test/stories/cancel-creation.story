# A creation can't be cancelled without deleting: that's another command.
given revision 41 with 2 tasks
first stack CREATE_IN_PROGRESS "User Initiated"
$ mm deploy cancel web --env dev --yes

exit 1
error CannotCancel
says "mm svc delete --name web --env dev"
doesn't call DeleteStack
doesn't call CancelUpdateStack
