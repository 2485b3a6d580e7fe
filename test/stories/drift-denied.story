# Who may not have CloudFormation look is told once, and gets the plan, with what the last look found.
given revision 41 with 2 tasks
first LogGroup's RetentionInDays was changed from "30" to "7"
first CloudFormation looked 3 days ago
first DetectStackDrift fails: AccessDenied "User: arn:aws:iam::1:user/ann is not authorized to perform: cloudformation:DetectStackDrift"
$ mm plan --env dev --only web --fail-on-change

exit 10
prints "~ revision  TaskDefinition"
prints "which looked at 2026-11-2"
says "not looked at for drift: shop-dev-web: AWS denies cloudformation:DetectStackDrift"
