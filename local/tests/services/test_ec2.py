"""What mm asks EC2, STS and SSM besides what stacks make."""
import time

import pytest
from botocore.exceptions import ClientError
from conftest import wait_until


def test_the_account(aws):
    identity = aws('sts').get_caller_identity()
    assert identity['Account'] == '123456789012' and identity['Arn'].startswith('arn:aws:')


def test_zones_have_ids(aws):
    zones = aws('ec2').describe_availability_zones(Filters=[{'Name': 'state', 'Values': ['available']}])['AvailabilityZones']
    assert len(zones) >= 2
    assert all(zone['ZoneName'].startswith('eu-central-1') and zone['ZoneId'] and zone['State'] == 'available' for zone in zones)
    assert len({zone['ZoneId'] for zone in zones}) == len(zones)


def test_a_snapshot_takes_its_time_and_is_found_by_its_tags(aws, name):
    ec2 = aws('ec2')
    volume = ec2.create_volume(AvailabilityZone='eu-central-1a', Size=9, Encrypted=True)['VolumeId']
    tags = [{'Key': 'mm:app', 'Value': name}, {'Key': 'mm:kind', 'Value': 'manual'}]
    made = ec2.create_snapshot(VolumeId=volume, Description='before', TagSpecifications=[{'ResourceType': 'snapshot', 'Tags': tags}])
    assert (made['State'], made['VolumeSize'], made['VolumeId']) == ('pending', 9, volume)
    start = time.time()
    query = {'OwnerIds': ['self'], 'Filters': [{'Name': 'tag:mm:app', 'Values': [name]}]}
    found = wait_until(lambda: [each for each in ec2.describe_snapshots(**query)['Snapshots'] if each['State'] == 'completed'])
    assert time.time() - start < 10
    assert (found[0]['SnapshotId'], found[0]['Progress'], found[0]['Description']) == (made['SnapshotId'], '100%', 'before')
    assert sorted(found[0]['Tags'], key=lambda tag: tag['Key']) == tags
    for wanted, filters in ((1, {'volume-id': volume}), (1, {'tag:mm:app': name, 'status': 'completed'}), (0, {'tag:mm:app': name, 'status': 'pending'}), (0, {'tag:mm:app': 'other'})):
        answer = ec2.describe_snapshots(Filters=[{'Name': key, 'Values': [value]} for key, value in filters.items()])
        assert len(answer['Snapshots']) == wanted, filters
    copy = ec2.create_volume(AvailabilityZone='eu-central-1a', SnapshotId=made['SnapshotId'])['VolumeId']
    assert ec2.describe_volumes(VolumeIds=[copy])['Volumes'][0]['Size'] == 9
    ec2.delete_snapshot(SnapshotId=made['SnapshotId'])
    with pytest.raises(ClientError, match='InvalidSnapshot.NotFound'):
        ec2.describe_snapshots(SnapshotIds=[made['SnapshotId']])


def test_what_does_not_exist(aws):
    ec2 = aws('ec2')
    with pytest.raises(ClientError, match='InvalidVolume.NotFound'):
        ec2.create_snapshot(VolumeId='vol-00000000000000000')
    with pytest.raises(ClientError, match='InvalidVolume.NotFound'):
        ec2.describe_volumes(VolumeIds=['vol-00000000000000000'])
    with pytest.raises(aws('ssm').exceptions.ParameterNotFound):
        aws('ssm').get_parameter(Name='/missing')


@pytest.mark.parametrize('parameter', [
    '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64',
    '/aws/service/ecs/optimized-ami/amazon-linux-2023/arm64/recommended/image_id',
])
def test_public_images_have_ids_that_stay(aws, parameter):
    ssm = aws('ssm')
    first, again = (ssm.get_parameter(Name=parameter)['Parameter']['Value'] for _ in range(2))
    assert first == again and first.startswith('ami-')
    assert ssm.get_parameters(Names=[parameter, '/missing'])['Parameters'][0]['Value'] == first
