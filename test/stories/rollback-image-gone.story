# The image before was deleted: refused before anything is proposed, with the nearest revision that still has one.
given revision 41 with 2 tasks
first revision 40 served "123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop/web@sha256:40"
first revision 39 served "123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop/web@sha256:39"
first the repository has sha256:39 as 1f3c9aa
$ mm svc rollback web --env dev --yes

exit 5
error ImageGone
says "the image of revision 40 of web isn't in shop/web any more"
says "nothing was changed"
says "mm svc rollback web --env dev --to 1f3c9aa"
says "revision 39"
calls DescribeImages
doesn't call CreateChangeSet
