"""Snapshots of a database's volume hold real bytes: CreateSnapshot copies the engine's volume, and a volume that is made from a snapshot
starts with the copy. Like EBS, a snapshot holds the moment at which it was ordered: the database stands still while it's copied.
https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSnapshot.html"""
import logging
import re
import threading
import time

from ministack.core.responses import request_scope
from ministack.services import ec2
from ministack.services.cloudformation import stacks

from .database import data_volume, running
from .engine import LABELS, engine
from .patching import need, wrap

log = logging.getLogger('mm.snapshots')


# Seconds: no snapshot on AWS is there in no time.
SHORTEST = 1.0


def has_bytes(volume_id):
    from docker.errors import NotFound
    from .engine import NAME
    try:
        return bool(engine().volumes.get(f'mm-local-{NAME}-{volume_id}'))
    except NotFound:
        return False


def copy(source, target):
    engine().containers.run(
        'node:20-alpine', ['sh', '-c', 'cp -a /from/. /to/'], user='0', remove=True, labels=LABELS, network_mode='none',
        volumes={data_volume(source): {'bind': '/from', 'mode': 'ro'}, data_volume(target): {'bind': '/to', 'mode': 'rw'}},
    )


def copy_quietly(source, target):
    """Copies while the container that writes to the volume is paused."""
    holder = next((held['container'] for held in running.values() if held['values']['VOL'] == source), None)
    if holder:
        holder.pause()
    try:
        copy(source, target)
    finally:
        if holder:
            holder.unpause()


def install():
    # These wait for the engine: on threads of their own, for everything else in the account would wait, too.
    need(ec2, '_DOCKER_ACTIONS').update(('CreateVolume', 'DeleteVolume', 'DeleteSnapshot'))
    wrap(ec2, '_docker_touched')(lambda original: original() or bool(engine()))

    @wrap(stacks, '_runs_on_worker_thread')
    def on_worker_thread(original, resource_type):
        return resource_type == 'AWS::EC2::Volume' or original(resource_type)

    @wrap(ec2, '_create_snapshot')
    def create_snapshot(original, params):
        answer = original(params)
        volume = ec2._p(params, 'VolumeId')
        if answer[0] >= 400:
            return answer
        snapshot = ec2._snapshots[re.search('<snapshotId>([^<]+)', text(answer)).group(1)]
        snapshot.update(State='pending', Progress='0%')
        account, region = ec2.get_account_id(), ec2.get_region()

        def finish():
            with request_scope(account, region):
                try:
                    if engine() and has_bytes(volume):
                        copy_quietly(volume, snapshot['SnapshotId'])
                    for progress in ('33%', '66%'):
                        snapshot['Progress'] = progress
                        time.sleep(SHORTEST / 2)
                    snapshot.update(State='completed', Progress='100%')
                except Exception as error:
                    log.exception('snapshot')
                    snapshot.update(State='error', StateMessage=str(error))

        threading.Thread(target=finish, daemon=True).start()
        return ec2._xml(200, 'CreateSnapshotResponse', ec2._snapshot_inner_xml(snapshot))

    @wrap(ec2, '_create_volume')
    def create_volume(original, params):
        snapshot = ec2._p(params, 'SnapshotId')
        if snapshot in ec2._snapshots and not ec2._p(params, 'Size'):
            params = {**params, 'Size': [str(ec2._snapshots[snapshot]['VolumeSize'])]}
        answer = original(params)
        if answer[0] < 400 and snapshot and engine() and has_bytes(snapshot):
            copy(snapshot, re.search('<volumeId>([^<]+)', text(answer)).group(1))
        return answer

    @wrap(ec2, '_delete_snapshot')
    def delete_snapshot(original, params):
        answer = original(params)
        forget(ec2._p(params, 'SnapshotId'), answer)
        return answer

    @wrap(ec2, '_delete_volume')
    def delete_volume(original, params):
        answer = original(params)
        forget(ec2._p(params, 'VolumeId'), answer)
        return answer


def forget(identifier, answer):
    if answer[0] < 400 and engine() and has_bytes(identifier):
        engine().volumes.get(data_volume(identifier)).remove(force=True)


def text(answer):
    return answer[2].decode() if isinstance(answer[2], bytes) else answer[2]
