"""What Ref and Fn::GetAtt give, type by type, as the template reference's "Return values" say.
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/"""
import re

import pytest
from stacks import deploy, outputs

ASSUME = {'Version': '2012-10-17', 'Statement': [{'Effect': 'Allow', 'Principal': {'Service': 'ecs-tasks.amazonaws.com'}, 'Action': 'sts:AssumeRole'}]}
RESOURCES = {
    'Vpc': {'Type': 'AWS::EC2::VPC', 'Properties': {'CidrBlock': '10.6.0.0/16'}},
    'SubnetA': {'Type': 'AWS::EC2::Subnet', 'Properties': {'VpcId': {'Ref': 'Vpc'}, 'CidrBlock': '10.6.1.0/24', 'AvailabilityZone': {'Fn::Select': [0, {'Fn::GetAZs': ''}]}}},
    'SubnetB': {'Type': 'AWS::EC2::Subnet', 'Properties': {'VpcId': {'Ref': 'Vpc'}, 'CidrBlock': '10.6.2.0/24', 'AvailabilityZone': {'Fn::Select': [1, {'Fn::GetAZs': ''}]}}},
    'Balancer': {'Type': 'AWS::ElasticLoadBalancingV2::LoadBalancer', 'Properties': {'Scheme': 'internal', 'Subnets': [{'Ref': 'SubnetA'}, {'Ref': 'SubnetB'}]}},
    'Group': {'Type': 'AWS::ElasticLoadBalancingV2::TargetGroup', 'Properties': {'VpcId': {'Ref': 'Vpc'}, 'Port': 80, 'Protocol': 'HTTP', 'TargetType': 'ip'}},
    'Listener': {'Type': 'AWS::ElasticLoadBalancingV2::Listener', 'Properties': {'LoadBalancerArn': {'Ref': 'Balancer'}, 'Port': 80, 'Protocol': 'HTTP', 'DefaultActions': [{'Type': 'forward', 'TargetGroupArn': {'Ref': 'Group'}}]}},
    'Role': {'Type': 'AWS::IAM::Role', 'Properties': {'AssumeRolePolicyDocument': ASSUME}},
    'Profile': {'Type': 'AWS::IAM::InstanceProfile', 'Properties': {'Roles': [{'Ref': 'Role'}]}},
    'Template': {'Type': 'AWS::EC2::LaunchTemplate', 'Properties': {'LaunchTemplateData': {'ImageId': 'ami-1', 'InstanceType': 't4g.small'}}},
    'Zone': {'Type': 'AWS::Route53::HostedZone', 'Properties': {'Name': 'attributes.internal', 'VPCs': [{'VPCId': {'Ref': 'Vpc'}, 'VPCRegion': {'Ref': 'AWS::Region'}}]}},
    'Record': {'Type': 'AWS::Route53::RecordSet', 'Properties': {'HostedZoneId': {'Ref': 'Zone'}, 'Name': 'api.attributes.internal.', 'Type': 'A', 'AliasTarget': {'DNSName': {'Fn::GetAtt': ['Balancer', 'DNSName']}, 'HostedZoneId': {'Fn::GetAtt': ['Balancer', 'CanonicalHostedZoneID']}}}},
    'Repository': {'Type': 'AWS::ECR::Repository', 'Properties': {'RepositoryName': 'attributes/web', 'ImageTagMutability': 'IMMUTABLE'}},
    'Topic': {'Type': 'AWS::SNS::Topic'},
    'TopicPolicy': {'Type': 'AWS::SNS::TopicPolicy', 'Properties': {'Topics': [{'Ref': 'Topic'}], 'PolicyDocument': {'Version': '2012-10-17', 'Statement': [{'Effect': 'Allow', 'Principal': {'Service': 'cloudwatch.amazonaws.com'}, 'Action': 'sns:Publish', 'Resource': {'Ref': 'Topic'}}]}}},
    'Subscription': {'Type': 'AWS::SNS::Subscription', 'Properties': {'TopicArn': {'Ref': 'Topic'}, 'Protocol': 'email', 'Endpoint': 'ops@example.com'}},
    'Alarm': {'Type': 'AWS::CloudWatch::Alarm', 'Properties': {'Namespace': 'AWS/ApplicationELB', 'MetricName': 'RequestCount', 'Statistic': 'Sum', 'Period': 60, 'EvaluationPeriods': 1, 'Threshold': 1, 'ComparisonOperator': 'GreaterThanThreshold', 'AlarmActions': [{'Ref': 'Topic'}], 'Dimensions': [{'Name': 'LoadBalancer', 'Value': {'Fn::GetAtt': ['Balancer', 'LoadBalancerFullName']}}]}},
    'Rule': {'Type': 'AWS::Events::Rule', 'Properties': {'EventPattern': {'source': ['aws.ecs']}, 'Targets': [{'Id': 'topic', 'Arn': {'Ref': 'Topic'}}]}},
    'Bucket': {'Type': 'AWS::S3::Bucket'},
    'BucketPolicy': {'Type': 'AWS::S3::BucketPolicy', 'Properties': {'Bucket': {'Ref': 'Bucket'}, 'PolicyDocument': {'Version': '2012-10-17', 'Statement': []}}},
    'Parameter': {'Type': 'AWS::SSM::Parameter', 'Properties': {'Type': 'String', 'Value': 'x', 'Name': '/attributes/x'}},
    'Log': {'Type': 'AWS::Logs::LogGroup', 'Properties': {'RetentionInDays': 14}},
    'Key': {'Type': 'AWS::KMS::Key', 'Properties': {'KeyPolicy': {'Version': '2012-10-17', 'Statement': []}}},
    'Cluster': {'Type': 'AWS::ECS::Cluster', 'Properties': {'ClusterSettings': [{'Name': 'containerInsights', 'Value': 'enabled'}]}},
    'Providers': {'Type': 'AWS::ECS::ClusterCapacityProviderAssociations', 'Properties': {'Cluster': {'Ref': 'Cluster'}, 'CapacityProviders': ['FARGATE', 'FARGATE_SPOT'], 'DefaultCapacityProviderStrategy': [{'CapacityProvider': 'FARGATE', 'Weight': 1}]}},
    'Task': {'Type': 'AWS::ECS::TaskDefinition', 'Properties': {'Family': 'attributes', 'ContainerDefinitions': [{'Name': 'web', 'Image': 'web'}]}},
    'Service': {'Type': 'AWS::ECS::Service', 'Properties': {'Cluster': {'Ref': 'Cluster'}, 'TaskDefinition': {'Ref': 'Task'}, 'DesiredCount': 0}},
    'Lifecycle': {'Type': 'AWS::DLM::LifecyclePolicy', 'Properties': {'Description': 'daily', 'State': 'ENABLED', 'ExecutionRoleArn': {'Fn::GetAtt': ['Role', 'Arn']}, 'PolicyDetails': {}}},
    'Target': {'Type': 'AWS::ApplicationAutoScaling::ScalableTarget', 'Properties': {'ServiceNamespace': 'ecs', 'ScalableDimension': 'ecs:service:DesiredCount', 'ResourceId': {'Fn::Sub': 'service/${Cluster}/${Service.Name}'}, 'MinCapacity': 1, 'MaxCapacity': 4}},
    'Policy': {'Type': 'AWS::ApplicationAutoScaling::ScalingPolicy', 'Properties': {'PolicyName': 'cpu', 'PolicyType': 'TargetTrackingScaling', 'ScalingTargetId': {'Ref': 'Target'}}},
}
ACCOUNT = '123456789012'
REGION = r'[a-z]+-[a-z]+-\d'
EXPECTED = {
    'Vpc.VpcId': 'vpc-[0-9a-f]{17}', 'Vpc.CidrBlock': r'10\.6\.0\.0/16', 'Vpc.DefaultSecurityGroup': 'sg-[0-9a-f]{17}',
    'SubnetA.AvailabilityZone': f'{REGION}a', 'SubnetB.AvailabilityZone': f'{REGION}b', 'SubnetA.SubnetId': 'subnet-[0-9a-f]{17}',
    'Balancer': f'arn:aws:elasticloadbalancing:{REGION}:{ACCOUNT}:loadbalancer/app/[^/]+/[0-9a-z]+',
    'Balancer.LoadBalancerArn': 'arn:aws:elasticloadbalancing:.*', 'Balancer.LoadBalancerFullName': 'app/[^/]+/[0-9a-z]+', 'Balancer.CanonicalHostedZoneID': 'Z[0-9A-Z]+',
    'Balancer.LoadBalancerName': '[^/]{1,32}', 'Balancer.DNSName': r'.+',
    'Group': f'arn:aws:elasticloadbalancing:{REGION}:{ACCOUNT}:targetgroup/[^/]+/[0-9a-z]+', 'Group.TargetGroupFullName': 'targetgroup/[^/]+/[0-9a-z]+', 'Group.TargetGroupName': '[^/]{1,32}',
    'Listener': 'arn:aws:elasticloadbalancing:.*:listener/app/.*', 'Listener.ListenerArn': 'arn:aws:elasticloadbalancing:.*:listener/app/.*',
    'Role': '[^:/]+', 'Role.Arn': f'arn:aws:iam::{ACCOUNT}:role/.+', 'Role.RoleId': 'AROA[0-9A-Z]+',
    'Profile': '[^:/]+', 'Profile.Arn': f'arn:aws:iam::{ACCOUNT}:instance-profile/.+',
    'Template': 'lt-[0-9a-f]{17}', 'Template.LatestVersionNumber': '1', 'Template.DefaultVersionNumber': '1',
    'Zone': 'Z[0-9A-Z]+', 'Record': 'api.attributes.internal.?',
    'Repository': 'attributes/web', 'Repository.Arn': f'arn:aws:ecr:{REGION}:{ACCOUNT}:repository/attributes/web', 'Repository.RepositoryUri': r'127\.0\.0\.1:\d+/attributes/web',
    'Topic': f'arn:aws:sns:{REGION}:{ACCOUNT}:.+', 'Topic.TopicName': '[^:]+', 'Topic.TopicArn': 'arn:aws:sns:.+',
    'Subscription': 'arn:aws:sns:.+', 'Alarm': '[^:]+', 'Alarm.Arn': f'arn:aws:cloudwatch:{REGION}:{ACCOUNT}:alarm:.+', 'Rule.Arn': f'arn:aws:events:{REGION}:{ACCOUNT}:rule/.+',
    'Bucket': '[a-z0-9.-]{3,63}', 'Bucket.Arn': 'arn:aws:s3:::.+', 'Bucket.RegionalDomainName': r'.+\.s3\..+\.amazonaws\.com',
    'Parameter': '/attributes/x', 'Parameter.Value': 'x', 'Log': '[^:]+', 'Log.Arn': f'arn:aws:logs:{REGION}:{ACCOUNT}:log-group:.+:\\*',
    'Key': '[0-9a-f-]{36}', 'Key.Arn': f'arn:aws:kms:{REGION}:{ACCOUNT}:key/[0-9a-f-]+',
    'Cluster': '[^:/]+', 'Cluster.Arn': f'arn:aws:ecs:{REGION}:{ACCOUNT}:cluster/.+', 'Task': f'arn:aws:ecs:{REGION}:{ACCOUNT}:task-definition/attributes:1',
    'Service': f'arn:aws:ecs:{REGION}:{ACCOUNT}:service/[^/]+/[^/]+', 'Service.Name': '[^:/]+', 'Service.ServiceArn': 'arn:aws:ecs:.*',
    'Lifecycle': 'policy-[0-9a-f]{17}', 'Lifecycle.Arn': f'arn:aws:dlm:{REGION}:{ACCOUNT}:policy/policy-.+',
    'Target': r'service/[^/]+/[^/]+\|ecs:service:DesiredCount\|ecs', 'Policy': f'arn:aws:autoscaling:{REGION}:{ACCOUNT}:scalingPolicy:.+',
}


def output_name(expression):
    return expression.replace('.', 'Dot')


@pytest.fixture(scope='module')
def made(aws):
    values = {output_name(each): {'Value': {'Fn::GetAtt': each.split('.', 1)} if '.' in each else {'Ref': each}} for each in EXPECTED}
    stack = deploy(aws('cloudformation'), 'attributes', RESOURCES, sections={'Outputs': values}, Capabilities=['CAPABILITY_IAM'])
    reasons = [event.get('ResourceStatusReason') for event in aws('cloudformation').describe_stack_events(StackName='attributes')['StackEvents'] if 'FAILED' in event['ResourceStatus']]
    assert stack['StackStatus'] == 'CREATE_COMPLETE', reasons
    return outputs(stack)


@pytest.mark.parametrize('expression, pattern', EXPECTED.items())
def test_it_is(made, expression, pattern):

    assert re.fullmatch(pattern, made[output_name(expression)])
