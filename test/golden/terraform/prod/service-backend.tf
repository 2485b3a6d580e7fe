resource "aws_cloudformation_stack" "service_backend" {
  name          = "shop-prod-backend"
  template_body = file("${path.module}/templates/shop-prod-backend.stack.yml")
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
    Env                     = "prod"
    Image                   = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop/backend@sha256:0000000000000000000000000000000000000000000000000000000000000000"
    InternalBalancerDnsName = aws_cloudformation_stack.environment.outputs["InternalBalancerDnsName"]
    InternalBalancerZoneId  = aws_cloudformation_stack.environment.outputs["InternalBalancerZoneId"]
    ListenerArn             = aws_cloudformation_stack.environment.outputs["InternalListenerArn"]
    PrivateZoneId           = aws_cloudformation_stack.environment.outputs["PrivateZoneId"]
    PrivateZoneName         = aws_cloudformation_stack.environment.outputs["PrivateZoneName"]
    RepositoryArn           = aws_cloudformation_stack.shared.outputs["BackendRepositoryArn"]
    SecureListenerArn       = aws_cloudformation_stack.environment.outputs["InternalSecureListenerArn"]
    ServiceZoneId           = aws_cloudformation_stack.environment.outputs["ServiceZoneId"]
    ServiceZoneName         = aws_cloudformation_stack.environment.outputs["ServiceZoneName"]
    Subnets                 = aws_cloudformation_stack.environment.outputs["PrivateSubnets"]
    VpcId                   = aws_cloudformation_stack.environment.outputs["VpcId"]
  }

  tags = {
    "mm:app"     = "shop"
    "mm:env"     = "prod"
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
