resource "aws_cloudformation_stack" "service_backend" {
  name          = "shop-stage-backend"
  template_body = file("${path.module}/templates/shop-stage-backend.stack.yml")
  capabilities  = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"]

  parameters = {
    AlarmTopicArn           = aws_cloudformation_stack.environment.outputs["AlarmTopicArn"]
    App                     = "shop"
    BalancerFullName        = aws_cloudformation_stack.environment.outputs["InternalBalancerFullName"]
    BalancerSecurityGroup   = aws_cloudformation_stack.environment.outputs["InternalBalancerSecurityGroup"]
    ClusterName             = aws_cloudformation_stack.environment.outputs["ClusterName"]
    DatabaseSecurityGroup   = aws_cloudformation_stack.database_db.outputs["SecurityGroupId"]
    DatabaseUriSecret       = aws_cloudformation_stack.database_db.outputs["UriSecretArn"]
    DatabaseUriSecrets      = aws_cloudformation_stack.database_db.outputs["UriSecretArn"]
    Env                     = "stage"
    Image                   = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop/backend@sha256:0000000000000000000000000000000000000000000000000000000000000000"
    InternalBalancerDnsName = aws_cloudformation_stack.environment.outputs["InternalBalancerDnsName"]
    InternalBalancerZoneId  = aws_cloudformation_stack.environment.outputs["InternalBalancerZoneId"]
    ListenerArn             = aws_cloudformation_stack.environment.outputs["InternalListenerArn"]
    PrivateZoneId           = aws_cloudformation_stack.environment.outputs["PrivateZoneId"]
    PrivateZoneName         = aws_cloudformation_stack.environment.outputs["PrivateZoneName"]
    RepositoryArn           = data.aws_cloudformation_stack.shared.outputs["BackendRepositoryArn"]
    Subnets                 = aws_cloudformation_stack.environment.outputs["PrivateSubnets"]
    VpcId                   = aws_cloudformation_stack.environment.outputs["VpcId"]
  }

  tags = {
    "mm:app"     = "shop"
    "mm:env"     = "stage"
    "mm:service" = "backend"
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
