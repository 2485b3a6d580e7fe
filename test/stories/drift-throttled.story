# A look that is throttled is a note, and no error.
given revision 41 with 2 tasks
first the stack is what its manifest says
first DetectStackDrift fails: Throttling "Rate exceeded"
$ mm plan --env dev --only web --fail-on-change

exit 0
prints "nothing to be done: everything is what its manifest says"
says "not looked at for drift: shop-dev-web: AWS throttled cloudformation:DetectStackDrift"
