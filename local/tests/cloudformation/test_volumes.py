"""https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-volume.html"""
import pytest
from conftest import wait_until
from stacks import deploy, outputs, settle

VOLUME = {'AvailabilityZone': 'eu-central-1a', 'Size': 10, 'VolumeType': 'gp3', 'Encrypted': True}
SECTIONS = {'Outputs': {'It': {'Value': {'Ref': 'It'}}}}


@pytest.fixture
def made(aws, name):
    """Deploys one volume; returns (stack, volume as EC2 describes it)."""
    def deploy_volume(properties, kind='CREATE', **attributes):
        stack = deploy(aws('cloudformation'), name, {'It': {'Type': 'AWS::EC2::Volume', 'Properties': properties, **attributes}}, kind, sections=SECTIONS)
        return stack, aws('ec2').describe_volumes(VolumeIds=[outputs(stack)['It']])['Volumes'][0]
    return deploy_volume


def test_it_has_what_was_asked_for_and_the_stack_s_tags(made, name):
    _, volume = made({**VOLUME, 'Throughput': 250, 'Iops': 4000, 'Tags': [{'Key': 'mm:app', 'Value': 'shop'}]})
    assert (volume['Size'], volume['VolumeType'], volume['Encrypted'], volume['Iops'], volume['State']) == (10, 'gp3', True, 4000, 'available')
    tags = {tag['Key']: tag['Value'] for tag in volume['Tags']}
    assert tags['mm:app'] == 'shop' and tags['aws:cloudformation:stack-name'] == name


def test_it_grows_in_place(made):
    _, before = made(VOLUME)
    _, after = made({**VOLUME, 'Size': 20}, 'UPDATE')
    assert (after['VolumeId'], after['Size']) == (before['VolumeId'], 20)


def test_what_can_not_be_updated_fails_the_update_and_replaces_nothing(made, aws):
    _, before = made(VOLUME)
    snapshot = aws('ec2').create_snapshot(VolumeId=before['VolumeId'])['SnapshotId']
    stack, after = made({**VOLUME, 'SnapshotId': snapshot}, 'UPDATE')
    assert stack['StackStatus'] == 'UPDATE_ROLLBACK_COMPLETE' and after['VolumeId'] == before['VolumeId']


def test_one_from_a_snapshot_has_its_size(made, aws):
    source = aws('ec2').create_volume(AvailabilityZone='eu-central-1a', Size=33)['VolumeId']
    snapshot = aws('ec2').create_snapshot(VolumeId=source)['SnapshotId']
    wait_until(lambda: aws('ec2').describe_snapshots(SnapshotIds=[snapshot])['Snapshots'][0]['State'] == 'completed')
    _, volume = made({'AvailabilityZone': 'eu-central-1a', 'SnapshotId': snapshot})
    assert (volume['Size'], volume['SnapshotId']) == (33, snapshot)


@pytest.mark.parametrize('policy, volumes, snapshots', [('Retain', 1, 0), ('RetainExceptOnCreate', 1, 0), ('Snapshot', 0, 1), ('Delete', 0, 0)])
def test_its_deletion_policy(made, aws, name, policy, volumes, snapshots):
    stack, volume = made(VOLUME, DeletionPolicy=policy)
    aws('cloudformation').delete_stack(StackName=name)
    assert settle(aws('cloudformation'), stack['StackId'])['StackStatus'] == 'DELETE_COMPLETE'
    by_volume = [{'Name': 'volume-id', 'Values': [volume['VolumeId']]}]
    ec2 = aws('ec2')
    assert len(ec2.describe_volumes(Filters=by_volume)['Volumes']) == volumes
    wait_until(lambda: len(ec2.describe_snapshots(Filters=[*by_volume, {'Name': 'status', 'Values': ['completed']}])['Snapshots']) == snapshots)


# https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
@pytest.mark.parametrize('policy, kept', [('Retain', 1), ('RetainExceptOnCreate', 0)])
@pytest.mark.parametrize('kind', ['CREATE', 'UPDATE'])
def test_what_a_failed_operation_made_goes_unless_it_is_retained(aws, name, kind, policy, kept):
    topic = {'Topic': {'Type': 'AWS::SNS::Topic'}}
    volume = {'Type': 'AWS::EC2::Volume', 'DeletionPolicy': policy, 'Properties': {**VOLUME, 'Tags': [{'Key': 'of', 'Value': name}]}}
    wrong = {'Type': 'AWS::EC2::SecurityGroupIngress', 'DependsOn': 'It', 'Properties': {'GroupId': 'sg-00000000', 'IpProtocol': 'tcp'}}
    if kind == 'UPDATE':
        deploy(aws('cloudformation'), name, topic)
    stack = deploy(aws('cloudformation'), name, {**topic, 'It': volume, 'Wrong': wrong}, kind)
    assert stack['StackStatus'] == ('ROLLBACK_COMPLETE' if kind == 'CREATE' else 'UPDATE_ROLLBACK_COMPLETE')
    assert len(aws('ec2').describe_volumes(Filters=[{'Name': 'tag:of', 'Values': [name]}])['Volumes']) == kept
