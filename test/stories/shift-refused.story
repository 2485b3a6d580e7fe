# ECS can't shift the traffic, since somebody changed the listener's rule.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 RUNNING
20s  service says "deployment failed: Service deployment rolled back because of invalid networking configuration. Production listener rule is forwarding traffic to unexpected target group arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/other/1."
30s  ECS takes :42 back to :41

exit 6
error DeploymentFailed
says "ECS took the deployment of web back"
says "Production listener rule is forwarding traffic to unexpected target group"
