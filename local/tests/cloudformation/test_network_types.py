"""The types of an environment's network, as DescribeX shows them after a stack has made them."""
import pytest
from stacks import deploy, outputs, settle

RESOURCES = {
    'Vpc': {'Type': 'AWS::EC2::VPC', 'Properties': {'CidrBlock': '10.7.0.0/16'}},
    'Subnet': {'Type': 'AWS::EC2::Subnet', 'Properties': {'VpcId': {'Ref': 'Vpc'}, 'CidrBlock': '10.7.1.0/24', 'AvailabilityZone': {'Fn::Select': [0, {'Fn::GetAZs': ''}]}}},
    'Gateway': {'Type': 'AWS::EC2::InternetGateway'},
    'Attachment': {'Type': 'AWS::EC2::VPCGatewayAttachment', 'Properties': {'VpcId': {'Ref': 'Vpc'}, 'InternetGatewayId': {'Ref': 'Gateway'}}},
    'Address': {'Type': 'AWS::EC2::EIP', 'DependsOn': 'Attachment', 'Properties': {'Domain': 'vpc', 'Tags': [{'Key': 'Name', 'Value': 'nat'}]}},
    'Nat': {'Type': 'AWS::EC2::NatGateway', 'Properties': {'SubnetId': {'Ref': 'Subnet'}, 'AllocationId': {'Fn::GetAtt': ['Address', 'AllocationId']}}},
    'Group': {'Type': 'AWS::EC2::SecurityGroup', 'Properties': {'GroupDescription': 'app', 'VpcId': {'Ref': 'Vpc'}}},
    'In': {'Type': 'AWS::EC2::SecurityGroupIngress', 'Properties': {'GroupId': {'Fn::GetAtt': ['Group', 'GroupId']}, 'IpProtocol': 'tcp', 'FromPort': 27017, 'ToPort': 27017, 'SourceSecurityGroupId': {'Fn::GetAtt': ['Group', 'GroupId']}}},
    'Out': {'Type': 'AWS::EC2::SecurityGroupEgress', 'Properties': {'GroupId': {'Fn::GetAtt': ['Group', 'GroupId']}, 'IpProtocol': 'tcp', 'FromPort': 443, 'ToPort': 443, 'CidrIp': '0.0.0.0/0'}},
    'Interface': {'Type': 'AWS::EC2::NetworkInterface', 'Properties': {'SubnetId': {'Ref': 'Subnet'}, 'GroupSet': [{'Fn::GetAtt': ['Group', 'GroupId']}]}},
    'FlowLogs': {'Type': 'AWS::Logs::LogGroup'},
    'FlowLog': {'Type': 'AWS::EC2::FlowLog', 'Properties': {'ResourceId': {'Ref': 'Vpc'}, 'ResourceType': 'VPC', 'TrafficType': 'REJECT', 'LogGroupName': {'Ref': 'FlowLogs'}, 'DeliverLogsPermissionArn': 'arn:aws:iam::123456789012:role/flow'}},
}
OUTPUTS = {
    'Vpc': {'Ref': 'Vpc'}, 'VpcCidr': {'Fn::GetAtt': ['Vpc', 'CidrBlock']}, 'VpcDefaultGroup': {'Fn::GetAtt': ['Vpc', 'DefaultSecurityGroup']},
    'Group': {'Fn::GetAtt': ['Group', 'GroupId']}, 'Address': {'Ref': 'Address'}, 'Nat': {'Ref': 'Nat'},
    'Interface': {'Ref': 'Interface'}, 'InterfaceIp': {'Fn::GetAtt': ['Interface', 'PrimaryPrivateIpAddress']}, 'FlowLog': {'Ref': 'FlowLog'},
}


@pytest.fixture
def ec2(aws):
    return aws('ec2')


@pytest.fixture(scope='module')
def network(aws):
    stack = deploy(aws('cloudformation'), 'network-types', RESOURCES, sections={'Outputs': {key: {'Value': value} for key, value in OUTPUTS.items()}})
    assert stack['StackStatus'] == 'CREATE_COMPLETE', stack.get('StackStatusReason')
    return outputs(stack)


def test_attributes(network):
    assert network['VpcCidr'] == '10.7.0.0/16'
    assert network['VpcDefaultGroup'].startswith('sg-') and network['VpcDefaultGroup'] != network['Group']


def addresses(ec2):
    return [address['PublicIp'] for address in ec2.describe_addresses()['Addresses']]


def test_a_nat_gateway_and_its_address(ec2, network):
    [gateway] = ec2.describe_nat_gateways(NatGatewayIds=[network['Nat']])['NatGateways']
    assert (gateway['State'], gateway['VpcId']) == ('available', network['Vpc'])
    assert network['Address'] in addresses(ec2)


def test_rules_are_in_their_group(ec2, network):
    group = ec2.describe_security_groups(GroupIds=[network['Group']])['SecurityGroups'][0]
    rule = group['IpPermissions'][0]
    assert (rule['FromPort'], rule['UserIdGroupPairs'][0]['GroupId']) == (27017, network['Group'])
    assert 443 in [each.get('FromPort') for each in group['IpPermissionsEgress']]


def test_an_interface_has_an_address_of_its_subnet(ec2, network):
    interface = ec2.describe_network_interfaces(NetworkInterfaceIds=[network['Interface']])['NetworkInterfaces'][0]
    assert interface['PrivateIpAddress'] == network['InterfaceIp']
    # AWS keeps the first four addresses of a subnet.
    assert network['InterfaceIp'].startswith('10.7.1.') and int(network['InterfaceIp'].rsplit('.', 1)[1]) > 3
    assert interface['Groups'][0]['GroupId'] == network['Group']


def test_a_flow_log(ec2, network):
    log = ec2.describe_flow_logs(FlowLogIds=[network['FlowLog']])['FlowLogs'][0]
    assert (log['ResourceId'], log['TrafficType']) == (network['Vpc'], 'REJECT')


def test_all_of_it_goes_with_the_stack(aws, ec2, name):
    cloudformation = aws('cloudformation')
    stack = deploy(cloudformation, name, RESOURCES, sections={'Outputs': {key: {'Value': value} for key, value in OUTPUTS.items()}})
    made = outputs(stack)
    cloudformation.delete_stack(StackName=name)
    assert settle(cloudformation, stack['StackId'])['StackStatus'] == 'DELETE_COMPLETE'
    assert made['Address'] not in addresses(ec2)
    assert ec2.describe_nat_gateways(Filters=[{'Name': 'state', 'Values': ['available']}, {'Name': 'vpc-id', 'Values': [made['Vpc']]}])['NatGateways'] == []
    assert made['Group'] not in [group['GroupId'] for group in ec2.describe_security_groups()['SecurityGroups']]
    assert made['Interface'] not in [each['NetworkInterfaceId'] for each in ec2.describe_network_interfaces()['NetworkInterfaces']]
