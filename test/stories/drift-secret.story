# What looks like a secret is told by its name alone.
given revision 41 with 2 tasks
first the stack is what its manifest says
first ListenerRule's Conditions/0/HttpHeaderConfig/Values/0 was changed from "let-me-through" to "let-him-through"
first TaskRole's Tags/0 was changed from "{}" to "{"Key":"api_token","Value":"hunter2"}"
$ mm plan --env dev --only web

exit 0
prints "Conditions/0/HttpHeaderConfig/Values/0 (value not shown)"
prints "Tags/0 (value not shown)"
