# Who deploys may look at nothing beforehand, and deploys nevertheless.
given revision 41 with 2 tasks
first DescribeSubnets fails: UnauthorizedOperation "You are not authorized to perform this operation."
first GetServiceQuota fails: AccessDeniedException "User: ci is not authorized to perform: servicequotas:GetServiceQuota"
first GetRole fails: ThrottlingException "Rate exceeded"
first GetObject is cut
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 RUNNING
10s  target 10.0.0.9 initial
20s  target 10.0.0.9 healthy
22s  task b :42 RUNNING
30s  :42 serves

exit 0
says "not looked at before the deployment: what goes on already"
says "the roles (AWS throttled iam:GetRole 2 times)"
says "addresses of the subnets (AWS denies ec2:DescribeSubnets)"
says "the quota of Fargate (AWS denies servicequotas:GetServiceQuota)"
says "✔ Preflight"
