resource "aws_cloudformation_stack" "environment" {
  name          = "shop-dev"
  template_body = file("${path.module}/templates/shop-dev.stack.yml")
  capabilities  = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"]
  iam_role_arn  = aws_cloudformation_stack.shared.outputs["CloudFormationRoleArn"]

  parameters = {
    App      = "shop"
    Env      = "dev"
    NatAmiId = "ami-0123456789abcdef0"
    Zone0    = "eu-central-1a"
    Zone1    = "eu-central-1b"
  }

  tags = {
    "mm:app" = "shop"
    "mm:env" = "dev"
    team     = "shop $${a} %%{b}"
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
