data "aws_cloudformation_stack" "shared" {
  name = "shop-shared"
}
