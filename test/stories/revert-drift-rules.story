# The rules by which load balancers reach services aren't taken away as what somebody has changed.
first of shop-dev, PublicBalancerSecurityGroup's SecurityGroupEgress/1 was changed to "{"DestinationSecurityGroupId":"sg-1","IpProtocol":"tcp"}"
first of shop-dev, Cluster's ClusterSettings/0/Value was changed from "disabled" to "enabled"
first of shop-dev, CloudFormation looked 3 days ago
$ mm env deploy --name dev --revert-drift --yes

exit 0
says "what was changed outside stays, in spite of --revert-drift: CloudFormation would also take away the rules that services have added to PublicBalancerSecurityGroup"
says "ClusterSettings/0/Value disabled → enabled  stays: CloudFormation doesn't take it back"
doesn't say "DestinationSecurityGroupId"
doesn't call ExecuteChangeSet
