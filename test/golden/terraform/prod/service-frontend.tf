resource "aws_cloudformation_stack" "service_frontend" {
  name          = "shop-prod-frontend"
  template_body = file("${path.module}/templates/shop-prod-frontend.stack.yml")
  capabilities  = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"]

  parameters = {
    AlarmTopicArn                 = aws_cloudformation_stack.environment.outputs["AlarmTopicArn"]
    App                           = "shop"
    BalancerFullName              = aws_cloudformation_stack.environment.outputs["PublicBalancerFullName"]
    BalancerSecurityGroup         = aws_cloudformation_stack.environment.outputs["PublicBalancerSecurityGroup"]
    ClusterName                   = aws_cloudformation_stack.environment.outputs["ClusterName"]
    Env                           = "prod"
    Image                         = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop/frontend@sha256:0000000000000000000000000000000000000000000000000000000000000000"
    InternalBalancerSecurityGroup = aws_cloudformation_stack.environment.outputs["InternalBalancerSecurityGroup"]
    ListenerArn                   = aws_cloudformation_stack.environment.outputs["PublicListenerArn"]
    OriginToken                   = var.origin_token
    PublicUrl                     = aws_cloudformation_stack.environment.outputs["PublicUrl"]
    RepositoryArn                 = aws_cloudformation_stack.shared.outputs["FrontendRepositoryArn"]
    ServiceZoneName               = aws_cloudformation_stack.environment.outputs["ServiceZoneName"]
    Subnets                       = aws_cloudformation_stack.environment.outputs["PublicSubnets"]
    VpcId                         = aws_cloudformation_stack.environment.outputs["VpcId"]
  }

  tags = {
    "mm:app"     = "shop"
    "mm:env"     = "prod"
    "mm:service" = "frontend"
    team         = "shop $${a} %%{b}"
  }

  timeouts {
    create = "2h"
    update = "2h"
    delete = "2h"
  }

  lifecycle {
    prevent_destroy = true
  }
}
