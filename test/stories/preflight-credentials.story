# The credentials expire meanwhile: that's no matter of one look.
given revision 41 with 2 tasks
first GetRole fails: ExpiredTokenException "The security token included in the request is expired"
$ mm svc deploy web --env dev --yes

exit 4
error CredentialsExpired
doesn't call CreateChangeSet
