"""Snapshots hold real bytes. https://docs.aws.amazon.com/ebs/latest/userguide/ebs-creating-snapshot.html"""
import time

import pytest
from botocore.exceptions import ClientError
from conftest import wait_until
from database.support import Database, completed, has_bytes

# Inserts the time, one document after the other.
CLOCK = """
const { MongoClient } = require('mongodb')
const client = new MongoClient(process.argv[1])
const tick = async () => { for (;;) await client.db().collection('clock').insertOne({ at: Date.now() }) }
tick()
"""


def test_a_database_made_from_a_snapshot_has_what_was_there(aws, engine, database):
    before = database.insert()
    snapshot = aws.client('ec2').create_snapshot(VolumeId=database.volume)
    assert snapshot['State'] == 'pending'
    completed(aws, snapshot['SnapshotId'])
    later = database.insert()
    restored = Database(aws, engine, snapshot=snapshot['SnapshotId'])
    try:
        assert restored.has(before) and not restored.has(later) and database.has(before, later)
        assert not database.has(restored.insert())
        volume = aws.client('ec2').describe_volumes(VolumeIds=[restored.volume])['Volumes'][0]
        assert (volume['SnapshotId'], volume['Size']) == (snapshot['SnapshotId'], 8)
    finally:
        restored.delete_stack()


def test_the_database_goes_on_after_a_snapshot(aws, database):
    snapshot = aws.client('ec2').create_snapshot(VolumeId=database.volume)['SnapshotId']
    completed(aws, snapshot)
    assert {each.status for each in database.engine.containers.list(filters={'name': database.member()['InstanceId']})} == {'running'}
    assert database.has(database.insert())


def test_a_deleted_snapshot_s_bytes_go_and_volumes_from_it_stay(aws, engine, database):
    ec2 = aws.client('ec2')
    snapshot = ec2.create_snapshot(VolumeId=database.volume)['SnapshotId']
    completed(aws, snapshot)
    volume = ec2.create_volume(SnapshotId=snapshot, AvailabilityZone='eu-central-1a')['VolumeId']
    ec2.delete_snapshot(SnapshotId=snapshot)
    assert not has_bytes(aws, engine, snapshot) and has_bytes(aws, engine, volume)
    ec2.delete_volume(VolumeId=volume)
    assert not has_bytes(aws, engine, volume)


def test_it_holds_the_moment_at_which_it_was_ordered(aws, engine, database):
    writer = database.run(CLOCK, detach=True)
    try:
        wait_until(lambda: (database.query("await db.collection('clock').countDocuments()").get('result') or 0) > 50)
        ordered = time.time() * 1000
        snapshot = aws.client('ec2').create_snapshot(VolumeId=database.volume)['SnapshotId']
        answered = time.time() * 1000
        completed(aws, snapshot)
    finally:
        writer.remove(force=True)
    restored = Database(aws, engine, snapshot=snapshot)
    newest = restored.query("(await db.collection('clock').find().sort({ at: -1 }).limit(1).toArray())[0].at")['result']
    restored.delete_stack()
    # Between two documents lie some milliseconds.
    assert ordered - 500 < newest <= answered


def test_a_volume_is_made_from_a_completed_snapshot_only(aws, database):
    ec2 = aws.client('ec2')
    snapshot = ec2.create_snapshot(VolumeId=database.volume)['SnapshotId']
    with pytest.raises(ClientError, match='IncorrectState'):
        ec2.create_volume(SnapshotId=snapshot, AvailabilityZone='eu-central-1a')
    completed(aws, snapshot)
    ec2.delete_volume(VolumeId=ec2.create_volume(SnapshotId=snapshot, AvailabilityZone='eu-central-1a')['VolumeId'])


def test_the_final_snapshot_of_a_deleted_volume_has_its_bytes(aws, engine, driver):
    gone = Database(aws, engine, volume={'DeletionPolicy': 'Snapshot'})
    thing = gone.insert()
    gone.delete_stack()
    filters = [{'Name': 'volume-id', 'Values': [gone.volume]}]
    snapshot = aws.client('ec2').describe_snapshots(Filters=filters)['Snapshots'][0]['SnapshotId']
    completed(aws, snapshot)
    restored = Database(aws, engine, snapshot=snapshot)
    assert restored.has(thing)
    restored.delete_stack()


def test_a_restored_database_takes_today_s_password(aws, engine, database):
    thing = database.insert()
    snapshot = aws.client('ec2').create_snapshot(VolumeId=database.volume)['SnapshotId']
    completed(aws, snapshot)
    restored = Database(aws, engine, snapshot=snapshot, password='another')
    assert restored.has(thing)
    assert 'uthentication failed' in restored.query("await db.collection('things').countDocuments()", password='pw')['error']
    restored.delete_stack()


def test_an_instance_that_is_terminated_during_a_snapshot_is_replaced_all_the_same(aws, database):
    thing, before = database.insert(), database.member()['InstanceId']
    ec2 = aws.client('ec2')
    snapshot = ec2.create_snapshot(VolumeId=database.volume)['SnapshotId']
    ec2.terminate_instances(InstanceIds=[before])
    database.replaced(before)
    completed(aws, snapshot)
    wait_until(lambda: database.has(thing))
