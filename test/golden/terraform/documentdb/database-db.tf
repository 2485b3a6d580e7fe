resource "aws_cloudformation_stack" "database_db" {
  name          = "shop-stage-db"
  template_body = file("${path.module}/templates/shop-stage-db.stack.yml")
  capabilities  = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"]

  parameters = {
    AlarmTopicArn = aws_cloudformation_stack.environment.outputs["AlarmTopicArn"]
    App           = "shop"
    Db            = "db"
    Env           = "stage"
    Subnets       = aws_cloudformation_stack.environment.outputs["DatabaseSubnets"]
    VpcId         = aws_cloudformation_stack.environment.outputs["VpcId"]
    Zone0         = "eu-central-1a"
    Zone1         = "eu-central-1b"
  }

  tags = {
    "mm:app" = "shop"
    "mm:db"  = "db"
    "mm:env" = "stage"
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
