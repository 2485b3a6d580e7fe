# There's nothing of that name.
given revision 41 with 2 tasks
$ mm deploy attach api --env dev

exit 5
error NothingDeployed
says "there is no api in dev"
