resource "aws_cloudformation_stack" "database_db" {
  name          = "shop-dev-db"
  template_body = file("${path.module}/templates/shop-dev-db.stack.yml")
  capabilities  = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"]
  iam_role_arn  = aws_cloudformation_stack.shared.outputs["CloudFormationRoleArn"]

  parameters = {
    AlarmTopicArn   = aws_cloudformation_stack.environment.outputs["AlarmTopicArn"]
    AmiId           = "ami-0fedcba9876543210"
    App             = "shop"
    Db              = "db"
    Env             = "dev"
    PrivateZoneId   = aws_cloudformation_stack.environment.outputs["PrivateZoneId"]
    PrivateZoneName = aws_cloudformation_stack.environment.outputs["PrivateZoneName"]
    Subnet0         = "subnet-DatabaseSubnets0"
    VpcId           = aws_cloudformation_stack.environment.outputs["VpcId"]
    Zone0           = "eu-central-1a"
  }

  tags = {
    "mm:app" = "shop"
    "mm:db"  = "db"
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
