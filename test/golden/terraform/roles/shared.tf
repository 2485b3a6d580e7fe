resource "aws_cloudformation_stack" "shared" {
  name          = "shop-shared"
  template_body = file("${path.module}/templates/shop-shared.stack.yml")
  capabilities  = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"]

  parameters = {
    App = "shop"
  }

  tags = {
    "mm:app" = "shop"
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
