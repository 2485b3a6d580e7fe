"""CloudFormation types of the network that MiniStack lacks. Properties and attributes follow the AWS CloudFormation template reference."""
import ipaddress
import uuid

from ministack.services import ec2
from ministack.services.cloudformation import provisioners

from .ec2_calls import apply_tags, call, element
from .patching import wrap_handler


# https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-eip.html
def create_eip(_logical_id, props, _stack):
    xml = call(ec2._allocate_address, Domain='vpc')
    allocation, address = element(xml, 'allocationId'), element(xml, 'publicIp')
    apply_tags(allocation, props)
    return address, {'AllocationId': allocation, 'PublicIp': address}


def delete_eip(address, _props):
    for allocation, record in list(ec2._addresses.items()):
        if record['PublicIp'] == address:
            call(ec2._release_address, AllocationId=allocation)


# https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-natgateway.html
def create_nat(_logical_id, props, _stack):
    gateway = element(call(ec2._create_nat_gateway, SubnetId=props['SubnetId'], AllocationId=props.get('AllocationId')), 'natGatewayId')
    apply_tags(gateway, props)
    return gateway, {'NatGatewayId': gateway}


# https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-networkinterface.html
def create_interface(_logical_id, props, _stack):
    groups = {f'SecurityGroupId__{n + 1}': group for n, group in enumerate(props.get('GroupSet') or [])}
    interface = element(call(ec2._create_network_interface, SubnetId=props['SubnetId'], Description=props.get('Description'), **groups), 'networkInterfaceId')
    record = ec2._network_interfaces[interface]
    record['PrivateIpAddress'] = props.get('PrivateIpAddress') or free_address(props['SubnetId'])
    apply_tags(interface, props)
    return interface, {'Id': interface, 'PrimaryPrivateIpAddress': record['PrivateIpAddress'], 'VpcId': record['VpcId']}


def free_address(subnet):
    """An address inside the subnet; AWS keeps its first four and its last for itself."""
    used = {record['PrivateIpAddress'] for record in ec2._network_interfaces.values()}
    hosts = ipaddress.ip_network(ec2._subnets[subnet]['CidrBlock']).hosts()
    return next(str(address) for n, address in enumerate(hosts) if n >= 9 and str(address) not in used)


# https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroupingress.html
def rule_handlers(direction):
    def create(_logical_id, props, _stack):
        group = ec2._security_groups.get(props['GroupId'])
        if group is None:
            raise ValueError(f"The security group '{props['GroupId']}' does not exist")
        rule = provisioners._ec2_sg_permissions([props])[0]
        rule['SecurityGroupRuleId'] = 'sgr-' + uuid.uuid4().hex[:17]
        group[direction] = group[direction] + [rule]
        return rule['SecurityGroupRuleId'], {'Id': rule['SecurityGroupRuleId']}

    def delete(rule_id, props):
        group = ec2._security_groups.get(props.get('GroupId'))
        if group:
            group[direction] = [rule for rule in group[direction] if rule.get('SecurityGroupRuleId') != rule_id]

    return {'create': create, 'delete': delete}


def install():
    handlers = provisioners._RESOURCE_HANDLERS
    handlers.update({
        'AWS::EC2::EIP': {'create': create_eip, 'delete': delete_eip},
        'AWS::EC2::NatGateway': {'create': create_nat, 'delete': lambda gateway, _: call(ec2._delete_nat_gateway, NatGatewayId=gateway)},
        'AWS::EC2::NetworkInterface': {'create': create_interface, 'delete': lambda interface, _: call(ec2._delete_network_interface, NetworkInterfaceId=interface)},
        'AWS::EC2::SecurityGroupIngress': rule_handlers('IpPermissions'),
        'AWS::EC2::SecurityGroupEgress': rule_handlers('IpPermissionsEgress'),
    })

    @wrap_handler(handlers, 'AWS::EC2::VPC', 'create')
    def with_range(create, logical_id, props, stack, *rest):
        vpc, attributes = create(logical_id, props, stack, *rest)
        return vpc, {**attributes, 'CidrBlock': props.get('CidrBlock')}
