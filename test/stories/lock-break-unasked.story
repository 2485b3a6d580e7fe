# Without a terminal nobody answers whether to break a lock.
given revision 41 with 2 tasks
first ben takes the lock
$ mm lock break shop-dev-web

exit 2
error MissingAnswers
says "Break the lock of shop-dev-web, held by ben at desk since"
says "--yes"
doesn't call DeleteObject
