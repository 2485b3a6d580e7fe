"""What becomes of a running task: a container that ends, and the health checks of its task definition. Those of the image don't count.
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/healthcheck.html"""
import time

from ministack.core.concurrency import resource_lock
from ministack.services import ecs

from .engine import engine
from .patching import wrap
from .task_stops import begin, note_exit

EVERY = 0.3
HEALTH = {'healthy': 'HEALTHY', 'unhealthy': 'UNHEALTHY'}
SECOND = 1_000_000_000
GONE = {'Status': 'exited', 'ExitCode': None}


def docker_check(cdef):
    """The task definition's check as the engine takes it."""
    check = cdef.get('healthCheck')
    if not check:
        return {'test': ['NONE']}
    return {
        'test': list(check['command']),
        'interval': int(check.get('interval', 30)) * SECOND,
        'timeout': int(check.get('timeout', 5)) * SECOND,
        'retries': int(check.get('retries', 3)),
        'start_period': int(check.get('startPeriod', 0)) * SECOND,
    }


def state_of(container_id):
    """The container's state; None when the engine doesn't tell."""
    from docker.errors import NotFound
    try:
        return engine().api.inspect_container(container_id)['State']
    except NotFound:
        return GONE
    except Exception:
        return None


def look(task):
    states = [state_of(container) for container in task.get('_docker_ids') or []]
    if not states or None in states:
        return
    essential = task.get('_container_essentials') or []
    ended = []
    with resource_lock('ecs-task', task['taskArn']):
        for index, (record, state) in enumerate(zip(task['containers'], states)):
            if state['Status'] in ('exited', 'dead'):
                note_exit(record, state)
                ended.append(index)
            record['healthStatus'] = HEALTH.get((state.get('Health') or {}).get('Status'), 'UNKNOWN')
        task['healthStatus'] = health([record for index, record in enumerate(task['containers']) if is_essential(essential, index)], task)
    if len(ended) == len(states) or any(is_essential(essential, index) for index in ended):
        begin(task, 'Essential container in task exited', 'EssentialContainerExited')
    elif task['healthStatus'] == 'UNHEALTHY' and task.get('group', '').startswith('service:'):
        begin(task, 'Task failed container health checks', 'ServiceSchedulerInitiated', failed=True)


def is_essential(essential, index):
    return index >= len(essential) or essential[index]


def health(records, task):
    checked = [record['healthStatus'] for record in records if has_check(task, record['name'])]
    if 'UNHEALTHY' in checked:
        return 'UNHEALTHY'
    return 'HEALTHY' if checked and set(checked) == {'HEALTHY'} else 'UNKNOWN'


def has_check(task, name):
    definition = ecs._task_defs.get(task['taskDefinitionArn'].rsplit('/', 1)[1]) or {}
    return any(cdef['name'] == name and cdef.get('healthCheck') for cdef in definition.get('containerDefinitions', []))


def is_well(task):
    """False while a check of the task's own hasn't succeeded."""
    return task['healthStatus'] == 'HEALTHY' or not any(has_check(task, record['name']) for record in task['containers'])


def install():
    if not engine():
        return

    @wrap(ecs, '_maybe_mark_stopped')
    def maybe_stopped(_original, task, _client=None):
        if not ecs._task_is_active(task['taskArn'], task) or task['lastStatus'] != 'RUNNING' or time.time() - task.get('_mm_looked', 0) < EVERY:
            return
        task['_mm_looked'] = time.time()
        look(task)
