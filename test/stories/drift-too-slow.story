# A look that takes long is waited for two minutes, and no longer.
given revision 41 with 2 tasks
first LogGroup's RetentionInDays was changed from "30" to "7"
first a look takes 90000 s
$ mm plan --env dev --only web

exit 0
prints "~ revision  TaskDefinition"
says "Wait until CloudFormation has looked for what was changed outside of it"
says "drift not known yet: shop-dev-web: CloudFormation's check takes more than 2 minutes, and goes on"
doesn't call DescribeStackResourceDrifts
