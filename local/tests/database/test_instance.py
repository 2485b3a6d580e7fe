"""The database's instance heals with its data.
https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-health-checks.html"""
import pytest
from conftest import wait_until
from database.support import Database, bytes_of, completed, has_bytes


def test_the_application_logs_in_by_the_record_s_name(database):
    assert database.has(database.insert())
    assert 'uthentication failed' in database.query("await db.collection('things').find().toArray()", password='wrong')['error']


def test_it_is_the_replica_set_that_clients_ask_for(database):
    hello = database.query("await db.admin().command({ hello: 1 })")['result']
    assert (hello['setName'], hello['hosts'], hello['isWritablePrimary']) == ('rs-test', [f'{database.host}:27017'], True)


def test_the_instance_is_in_ec2_with_its_tags_and_holds_the_volume(aws, database):
    ec2, member = aws.client('ec2'), database.member()
    assert (member['LifecycleState'], member['HealthStatus']) == ('InService', 'Healthy')
    filters = [{'Name': 'tag:mm:role', 'Values': ['db']}, {'Name': 'instance-state-name', 'Values': ['running']}]
    found = [each for page in ec2.describe_instances(Filters=filters)['Reservations'] for each in page['Instances']]
    instance = next(each for each in found if each['InstanceId'] == member['InstanceId'])
    assert {'Key': 'mm:db', 'Value': 'main'} in instance['Tags']
    volume = ec2.describe_volumes(VolumeIds=[database.volume])['Volumes'][0]
    assert volume['State'] == 'in-use' and volume['Attachments'][0]['InstanceId'] == member['InstanceId']


def test_a_terminated_instance_is_replaced_by_one_with_its_data_and_name(aws, database):
    thing, before = database.insert(), database.member()['InstanceId']
    aws.client('ec2').terminate_instances(InstanceIds=[before])
    after = database.replaced(before)
    wait_until(lambda: database.has(thing))
    assert [each.endswith(after) for each in database.containers()] == [True]


def test_a_new_launch_template_replaces_the_instance_and_keeps_the_data(aws, database):
    thing, before = database.insert(), database.member()['InstanceId']
    database.change_stack(database.resources('two'))
    assert database.replaced(before) != before
    wait_until(lambda: database.has(thing))
    states = aws.client('ec2').describe_instances(InstanceIds=[before])['Reservations']
    assert not states or states[0]['Instances'][0]['State']['Name'] == 'terminated'


def test_a_volume_that_is_retained_outlives_its_stack_and_goes_when_it_is_deleted(aws, engine, driver):
    kept = Database(aws, engine, volume={'DeletionPolicy': 'Retain'})
    kept.delete_stack()
    assert kept.containers() == [] and has_bytes(aws, engine, kept.volume)
    ec2 = aws.client('ec2')
    assert ec2.describe_volumes(VolumeIds=[kept.volume])['Volumes'][0]['State'] == 'available'
    ec2.delete_volume(VolumeId=kept.volume)
    assert not has_bytes(aws, engine, kept.volume)


def test_a_volume_of_a_stack_goes_with_it(aws, engine, driver):
    gone = Database(aws, engine)
    assert has_bytes(aws, engine, gone.volume)
    gone.delete_stack()
    assert not has_bytes(aws, engine, gone.volume)


def test_one_that_does_not_start_fails_its_stack_with_the_reason_and_leaves_nothing(aws, engine, database):
    snapshot = aws.client('ec2').create_snapshot(VolumeId=database.volume)['SnapshotId']
    completed(aws, snapshot)
    # A folder where the server's file would be.
    spoil = ['sh', '-c', 'rm -rf /v/app.sqlite* && mkdir /v/app.sqlite']
    engine.containers.run('node:20-alpine', spoil, remove=True, user='0', volumes={bytes_of(aws, snapshot): {'bind': '/v'}})
    before = set(instances(aws, engine))
    with pytest.raises(AssertionError, match="(?s)container did not start.*unable to open database file"):
        Database(aws, engine, snapshot=snapshot)
    assert set(instances(aws, engine)) == before
    running = [{'Name': 'instance-state-name', 'Values': ['running']}]
    assert len(aws.client('ec2').describe_instances(Filters=running)['Reservations']) == len(before)


def instances(aws, engine):
    """Containers that stand in for instances."""
    ours = engine.containers.list(all=True, filters={'label': f'org.mm.local-aws={aws.name}'})
    return [each.name for each in ours if each.name.startswith(f'mm-local-{aws.name}-i-')]
