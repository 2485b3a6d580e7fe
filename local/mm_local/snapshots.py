"""Snapshots of a database's volume hold real bytes: CreateSnapshot copies the engine's volume, and a volume that is made from a snapshot
starts with the copy. Like EBS, a snapshot holds the moment at which it was ordered: the database stands still while it's copied.
https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSnapshot.html"""
import contextlib
import logging
import re
import threading
import time

from ministack.services import ec2
from ministack.services.cloudformation import stacks

from .database import copying, data_volume, running
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


@contextlib.contextmanager
def stillness(volume):
    """While it lasts nothing is written to the volume, and it isn't deleted."""
    with copying:
        holder = next((held['container'] for held in list(running.values()) if held['values']['VOL'] == volume), None)
        if holder:
            holder.pause()
        try:
            yield
        finally:
            if holder:
                holder.unpause()


def finish(snapshot, outcome):
    for progress in ('33%', '66%'):
        snapshot['Progress'] = progress
        time.sleep(SHORTEST / 2)
    snapshot.update(outcome)


def install():
    # These wait for the engine: on threads of their own, for everything else in the account would wait, too.
    need(ec2, '_DOCKER_ACTIONS').update(('CreateSnapshot', 'CreateVolume', 'DeleteVolume', 'DeleteSnapshot'))
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
        try:
            # Before the answer: what is written after it isn't in the snapshot.
            if engine() and has_bytes(volume):
                with stillness(volume):
                    copy(volume, snapshot['SnapshotId'])
            outcome = {'State': 'completed', 'Progress': '100%'}
        except Exception as error:
            log.exception('snapshot')
            outcome = {'State': 'error', 'StateMessage': str(error)}
        threading.Thread(target=finish, args=(snapshot, outcome), daemon=True).start()
        return ec2._xml(200, 'CreateSnapshotResponse', ec2._snapshot_inner_xml(snapshot))

    @wrap(ec2, '_create_volume')
    def create_volume(original, params):
        snapshot = ec2._p(params, 'SnapshotId')
        state = (ec2._snapshots.get(snapshot) or {}).get('State', 'completed')
        if state != 'completed':
            return ec2._error('IncorrectState', f'Snapshot is in invalid state - {state}', 400)
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
        with copying:
            engine().volumes.get(data_volume(identifier)).remove(force=True)


def text(answer):
    return answer[2].decode() if isinstance(answer[2], bytes) else answer[2]
