resource "aws_cloudformation_stack" "environment" {
  name          = "shop-prod"
  template_body = file("${path.module}/templates/shop-prod.stack.yml")
  capabilities  = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"]

  parameters = {
    App           = "shop"
    CdnDomainName = aws_cloudformation_stack.cdn.outputs["DomainName"]
    CdnPrefixList = "pl-a3a144ca"
    Env           = "prod"
    HostedZoneId  = "Z0123456789ABCDEF"
    OriginToken   = var.origin_token
    Zone0         = "eu-central-1a"
    Zone1         = "eu-central-1b"
    Zone2         = "eu-central-1c"
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
