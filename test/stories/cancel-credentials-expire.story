# The credentials expire after CloudFormation was told to take its update back.
given revision 41 with 2 tasks
first stack UPDATE_IN_PROGRESS "User Initiated"
from the beginning
$ mm deploy cancel web --env dev --yes

2s   stack UPDATE_ROLLBACK_IN_PROGRESS "User Initiated"
5s   anything fails: ExpiredToken "The security token included in the request is expired"

exit 4
error CredentialsExpired
says "CloudFormation takes back the update of shop-dev-web"
says "mm deploy attach web --env dev"
doesn't say "nothing was cancelled"
