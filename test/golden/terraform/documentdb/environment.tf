resource "aws_cloudformation_stack" "environment" {
  name          = "shop-stage"
  template_body = file("${path.module}/templates/shop-stage.stack.yml")
  capabilities  = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"]

  parameters = {
    App   = "shop"
    Env   = "stage"
    Zone0 = "eu-central-1a"
    Zone1 = "eu-central-1b"
  }

  tags = {
    "mm:app" = "shop"
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
