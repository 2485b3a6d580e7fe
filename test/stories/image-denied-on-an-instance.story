# On EC2 the agent may not pull from ECR: Docker adds that the repository may not exist, which it does.
given revision 41 with 2 tasks
given the manifest says "image: {location: "123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop/web:1", port: 3000}"
first the repository has sha256:39 as 1
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 PENDING
20s  task a stops (CannotPullContainerError: The task can’t pull the image. Check that the role has the permissions to pull images from the registry. Error response from daemon: pull access denied for 123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop/web, repository does not exist or may require 'docker login': denied: User: arn:aws:sts::123456789012:assumed-role/web/1 is not authorized to perform: ecr:BatchGetImage on resource: arn:aws:ecr:eu-central-1:123456789012:repository/shop/web because no identity-based policy allows the ecr:BatchGetImage action): TaskFailedToStart "Task failed to start"
30s  ECS takes :42 back to :41

exit 6
error ImagePullDenied
says "(ecr:BatchGetImage)"
