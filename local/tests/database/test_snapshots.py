"""Snapshots hold real bytes. https://docs.aws.amazon.com/ebs/latest/userguide/ebs-creating-snapshot.html"""
from database.support import Database, completed, has_bytes


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
