# The credentials expire while two of three services are rolled out: both go on, and that is said once.
given revision 41 with 1 task
given api at revision 7 with 1 task
given jobs at revision 3 with 1 task
$ mm deploy --env dev --yes --no-lock

0s   api: :8 begins
9s   api: anything fails: ExpiredToken "The security token included in the request is expired"
0s   jobs: :4 begins
30s  jobs: :4 serves

exit 4
error CredentialsExpired
says "… goes on"
says "… goes on"
says "it needs api"
says "error: the AWS credentials have expired"
says "CloudFormation goes on with shop-dev-api; nothing was cancelled"
says "CloudFormation goes on with shop-dev-jobs; nothing was cancelled"
says "mm deploy attach --env dev"
leaves a change set of shop-dev-web
