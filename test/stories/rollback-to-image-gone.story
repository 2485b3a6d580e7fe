# To a digest that the repository doesn't have.
given revision 41 with 2 tasks
first the repository has sha256:39 as 1f3c9aa
$ mm svc rollback web --env dev --yes --to sha256:38

exit 5
error NoSuchImage
says "shop/web has no image with the digest sha256:38"
doesn't call CreateChangeSet
