"""Golden stacks of test/golden that hold no container: created, updated from one to the next, deleted. An environment whose VPC exists isn't here: there is
none. Services and MongoDB are deployed by the emulator's and the story's tests."""
import pathlib

import pytest
import yaml
from stacks import detect, outputs, settle

GOLDEN = pathlib.Path(__file__).resolve().parents[3] / 'test' / 'golden'
# What services and databases take from it.
NEEDED = {
    'VpcId', 'PublicSubnets', 'PrivateSubnets', 'DatabaseSubnets', 'Zones', 'ClusterName', 'PublicUrl', 'PublicListenerArn', 'InternalListenerArn',
    'InternalBalancerDnsName', 'PrivateZoneId', 'PrivateZoneName', 'AlarmTopicArn',
}
# Instances of the environment's groups: a NAT instance, or what tasks would run on.
INSTANCES = {'dev': 1, 'ec2': 2}


@pytest.fixture(scope='module')
def parameters(aws):
    zone = aws('route53').create_hosted_zone(Name='example.com', CallerReference='environments')['HostedZone']['Id']
    image = '/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id'
    zones = [each['ZoneName'] for each in aws('ec2').describe_availability_zones()['AvailabilityZones']][:3]
    return {
        'App': 'shop', 'Env': 'golden', 'NatAmiId': 'ami-00000002', 'EcsAmi': image, 'HostedZoneId': zone.replace('/hostedzone/', ''),
        'OriginToken': 'token', 'CdnDomainName': 'd1.cloudfront.net', 'CdnPrefixList': 'pl-00000001',
        **{f'Zone{n}': name for n, name in enumerate(zones)},
    }


def change(cloudformation, stack, case, values, kind):
    body = (GOLDEN / f'{case}.stack.yml').read_text()
    wanted = yaml.safe_load(body)['Parameters']
    cloudformation.create_change_set(
        StackName=stack, ChangeSetName='deploy', ChangeSetType=kind, TemplateBody=body, Capabilities=['CAPABILITY_IAM'],
        Parameters=[{'ParameterKey': key, 'ParameterValue': values[key]} for key in wanted],
    )
    cloudformation.execute_change_set(StackName=stack, ChangeSetName='deploy')
    settled = settle(cloudformation, stack)
    failed = [
        f"{event['LogicalResourceId']}: {event.get('ResourceStatusReason')}"
        for event in cloudformation.describe_stack_events(StackName=stack)['StackEvents'] if event['ResourceStatus'].endswith('_FAILED')
    ]
    assert (settled['StackStatus'], failed) == (f'{kind}_COMPLETE', [])
    cloudformation.delete_change_set(StackName=stack, ChangeSetName='deploy')
    assert detect(cloudformation, stack) == ('IN_SYNC', {})
    return outputs(settled)


def instances(aws, stack):
    groups = aws('autoscaling').describe_auto_scaling_groups()['AutoScalingGroups']
    own = [group for group in groups if group['AutoScalingGroupName'].startswith(stack)]
    return sum(member['LifecycleState'] == 'InService' for group in own for member in group['Instances'])


@pytest.mark.parametrize('cases', [['nat-none', 'dev', 'nat-single', 'ec2', 'dev'], ['prod'], ['own-subnets']], ids='-'.join)
def test_an_environment(aws, parameters, name, cases):
    cloudformation = aws('cloudformation')
    values = {**parameters, 'Env': name}
    for case, kind in zip(cases, ['CREATE', *['UPDATE'] * len(cases)]):
        given = change(cloudformation, name, f'environment/{case}', values, kind)
        assert NEEDED <= given.keys() and all(given[key] for key in NEEDED)
        assert instances(aws, name) == INSTANCES.get(case, 0)
    delete(cloudformation, name)


def test_a_shared_stack(aws, name):
    cloudformation = aws('cloudformation')
    change(cloudformation, name, 'shared/shop', {'App': name}, 'CREATE')
    delete(cloudformation, name)


def delete(cloudformation, name):
    stack_id = cloudformation.describe_stacks(StackName=name)['Stacks'][0]['StackId']
    cloudformation.delete_stack(StackName=name)
    assert settle(cloudformation, stack_id)['StackStatus'] == 'DELETE_COMPLETE'
