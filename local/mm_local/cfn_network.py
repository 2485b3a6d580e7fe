"""CloudFormation types of the network that MiniStack lacks. Properties and attributes follow the AWS CloudFormation template reference."""
import ipaddress
import uuid

from ministack.services import ec2
from ministack.services.cloudformation import provisioners

from .ec2_calls import apply_tags, call, element, retag
from .patching import need, wrap_handler


# https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-eip.html
def create_eip(_logical_id, props, _stack):
    address = element(call(ec2._allocate_address, Domain='vpc'), 'publicIp')
    apply_tags(allocation_of(address), props)
    return address, eip_attributes(address)


def allocation_of(address):
    return next((allocation for allocation, record in ec2._addresses.items() if record['PublicIp'] == address), None)


def eip_attributes(address):
    return {'AllocationId': allocation_of(address), 'PublicIp': address}


def update_eip(address, old, new, _stack):
    apply_tags(allocation_of(address), new, old)
    return address, eip_attributes(address)


def delete_eip(address, _props):
    if allocation_of(address):
        call(ec2._release_address, AllocationId=allocation_of(address))


# https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-eipassociation.html
def create_association(_logical_id, props, _stack):
    xml = call(ec2._associate_address, AllocationId=props['AllocationId'], NetworkInterfaceId=props.get('NetworkInterfaceId'), InstanceId=props.get('InstanceId'))
    association = element(xml, 'associationId')
    return association, {'Id': association}


# https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-natgateway.html
def create_nat(_logical_id, props, _stack):
    gateway = element(call(ec2._create_nat_gateway, SubnetId=props['SubnetId'], AllocationId=props.get('AllocationId')), 'natGatewayId')
    apply_tags(gateway, props)
    return gateway, {'NatGatewayId': gateway}


# https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-networkinterface.html
def create_interface(_logical_id, props, _stack):
    groups = {f'SecurityGroupId__{n + 1}': group for n, group in enumerate(props.get('GroupSet') or [])}
    interface = element(call(ec2._create_network_interface, SubnetId=props['SubnetId'], Description=props.get('Description'), **groups), 'networkInterfaceId')
    ec2._network_interfaces[interface]['PrivateIpAddress'] = props.get('PrivateIpAddress') or free_address(props['SubnetId'])
    apply_tags(interface, props)
    return interface, interface_attributes(interface)


def free_address(subnet):
    """An address inside the subnet; AWS keeps its first four and its last for itself."""
    used = {record['PrivateIpAddress'] for record in ec2._network_interfaces.values()}
    hosts = ipaddress.ip_network(ec2._subnets[subnet]['CidrBlock']).hosts()
    return next(str(address) for n, address in enumerate(hosts) if n >= 9 and str(address) not in used)


def interface_attributes(interface):
    record = ec2._network_interfaces[interface]
    return {'Id': interface, 'PrimaryPrivateIpAddress': record['PrivateIpAddress'], 'VpcId': record['VpcId']}


def update_interface(interface, old, new, _stack):
    record = ec2._network_interfaces[interface]
    groups = [{'GroupId': group, 'GroupName': ec2._security_groups.get(group, {}).get('GroupName', '')} for group in new.get('GroupSet') or []]
    record.update(Description=new.get('Description', ''), Groups=groups)
    apply_tags(interface, new, old)
    return interface, interface_attributes(interface)


# https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-flowlog.html
def create_flow_log(_logical_id, props, _stack):
    copied = ('ResourceType', 'TrafficType', 'LogDestinationType', 'LogGroupName', 'LogDestination')
    xml = call(ec2._create_flow_logs, ResourceId__1=props['ResourceId'], **{name: props.get(name) for name in copied})
    flow_log = element(xml.split('<flowLogIdSet>')[1], 'item')
    apply_tags(flow_log, props)
    return flow_log, {'Id': flow_log}


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

    # Only the description changes without a replacement.
    def update(rule_id, _old, new, _stack):
        group = ec2._security_groups[new['GroupId']]
        described = {**provisioners._ec2_sg_permissions([new])[0], 'SecurityGroupRuleId': rule_id}
        group[direction] = [described if rule.get('SecurityGroupRuleId') == rule_id else rule for rule in group[direction]]
        return rule_id, {'Id': rule_id}

    def delete(rule_id, props):
        group = ec2._security_groups.get(props.get('GroupId'))
        if group:
            group[direction] = [rule for rule in group[direction] if rule.get('SecurityGroupRuleId') != rule_id]

    return {'create': create, 'update': update, 'delete': delete}


def install():
    handlers = provisioners._RESOURCE_HANDLERS
    handlers.update({
        'AWS::EC2::EIP': {'create': create_eip, 'update': update_eip, 'delete': delete_eip},
        'AWS::EC2::EIPAssociation': {
            'create': create_association,
            'update': lambda association, *_: (association, {'Id': association}),
            'delete': lambda association, _: call(ec2._disassociate_address, AssociationId=association),
        },
        'AWS::EC2::NatGateway': {
            'create': create_nat,
            'update': retag(lambda gateway: {'NatGatewayId': gateway}),
            'delete': lambda gateway, _: call(ec2._delete_nat_gateway, NatGatewayId=gateway),
        },
        'AWS::EC2::NetworkInterface': {
            'create': create_interface,
            'update': update_interface,
            'delete': lambda interface, _: call(ec2._delete_network_interface, NetworkInterfaceId=interface),
        },
        'AWS::EC2::FlowLog': {
            'create': create_flow_log,
            'update': retag(lambda flow_log: {'Id': flow_log}),
            'delete': lambda flow_log, _: call(ec2._delete_flow_logs, FlowLogId__1=flow_log),
        },
        'AWS::EC2::SecurityGroupIngress': rule_handlers('IpPermissions'),
        'AWS::EC2::SecurityGroupEgress': rule_handlers('IpPermissionsEgress'),
    })
    # These take the stack's tags too.
    need(provisioners, '_STACK_TAG_PROPERTY').update({f'AWS::EC2::{name}': ('Tags', 'list') for name in ('EIP', 'NatGateway', 'NetworkInterface', 'FlowLog')})

    @wrap_handler(handlers, 'AWS::EC2::VPC', 'create')
    def with_range(create, logical_id, props, stack, *rest):
        vpc, attributes = create(logical_id, props, stack, *rest)
        return vpc, {**attributes, 'CidrBlock': props.get('CidrBlock')}
