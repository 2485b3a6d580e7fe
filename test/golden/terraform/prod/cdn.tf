resource "aws_cloudformation_stack" "cdn" {
  provider      = aws.cdn
  name          = "shop-prod-cdn"
  template_body = file("${path.module}/templates/shop-prod-cdn.stack.yml")
  capabilities  = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"]

  parameters = {
    App          = "shop"
    Env          = "prod"
    HostedZoneId = "Z0123456789ABCDEF"
    OriginToken  = var.origin_token
  }

  tags = {
    "mm:app" = "shop"
    "mm:env" = "prod"
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
