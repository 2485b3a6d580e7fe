# Resources that CloudFormation couldn't read are counted, once.
given revision 41 with 2 tasks
first the stack is what its manifest says
first TaskRole can't be read
first ExecutionRole can't be read
$ mm plan --env dev --only web --fail-on-change

exit 0
prints "nothing to be done: everything is what its manifest says"
says "drift not known of 2 resources of shop-dev-web: CloudFormation couldn't read them"
