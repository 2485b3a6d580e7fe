resource "aws_cloudformation_stack" "service_order-mailer" {
  name          = "shop-prod-order-mailer"
  template_body = file("${path.module}/templates/shop-prod-order-mailer.stack.yml")
  capabilities  = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"]

  parameters = {
    AlarmTopicArn = aws_cloudformation_stack.environment.outputs["AlarmTopicArn"]
    App           = "shop"
    ClusterName   = aws_cloudformation_stack.environment.outputs["ClusterName"]
    Env           = "prod"
    Image         = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop/order-mailer@sha256:0000000000000000000000000000000000000000000000000000000000000000"
    RepositoryArn = aws_cloudformation_stack.shared.outputs["OrderMailerRepositoryArn"]
    Subnets       = aws_cloudformation_stack.environment.outputs["PrivateSubnets"]
    VpcId         = aws_cloudformation_stack.environment.outputs["VpcId"]
  }

  tags = {
    "mm:app"     = "shop"
    "mm:env"     = "prod"
    "mm:service" = "order-mailer"
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
