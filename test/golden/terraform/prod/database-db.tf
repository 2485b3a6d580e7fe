resource "aws_s3_object" "database_db_template" {
  bucket       = "shop-shared-ArtifactBucket"
  key          = "templates/shop-prod-db/${substr(filesha256("${path.module}/templates/shop-prod-db.stack.yml"), 0, 32)}.yml"
  source       = "${path.module}/templates/shop-prod-db.stack.yml"
  content_type = "text/yaml"
}

resource "aws_cloudformation_stack" "database_db" {
  name         = "shop-prod-db"
  template_url = "https://${aws_s3_object.database_db_template.bucket}.s3.eu-central-1.amazonaws.com/${aws_s3_object.database_db_template.key}"
  capabilities = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"]

  parameters = {
    AlarmTopicArn   = aws_cloudformation_stack.environment.outputs["AlarmTopicArn"]
    AmiId           = "ami-0fedcba9876543210"
    App             = "shop"
    Db              = "db"
    Env             = "prod"
    PrivateZoneId   = aws_cloudformation_stack.environment.outputs["PrivateZoneId"]
    PrivateZoneName = aws_cloudformation_stack.environment.outputs["PrivateZoneName"]
    Subnet0         = "subnet-DatabaseSubnets0"
    Subnet1         = "subnet-DatabaseSubnets1"
    Subnet2         = "subnet-DatabaseSubnets2"
    VpcId           = aws_cloudformation_stack.environment.outputs["VpcId"]
    Zone0           = "eu-central-1a"
    Zone1           = "eu-central-1b"
    Zone2           = "eu-central-1c"
  }

  tags = {
    "mm:app" = "shop"
    "mm:db"  = "db"
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
