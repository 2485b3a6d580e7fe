"""How a task stops: it leaves its target groups, gets SIGTERM and, after stopTimeout, SIGKILL; then it's STOPPED, with its containers' own
exit codes, and its last lines are in the log. MiniStack does it all in one step, with exit code 0.
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html"""
import datetime
import logging
import threading
import time

from ministack.core.concurrency import resource_lock, spawn_background
from ministack.services import alb, ecs

from .engine import TASK_LABEL, engine
from .patching import wrap
from .task_logs import last_lines

log = logging.getLogger('mm.tasks')
# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html#container_definition_timeout
STOP_TIMEOUT = 30
# A target group's deregistration delay is waited for, but not for longer: nobody watching a local AWS waits for minutes.
LONGEST_DRAIN = 2.0
# What MiniStack's scheduler gives as reasons.
SCHEDULER = ('Deployment completed', 'Service scaling down', 'Task definition updated', 'Deployment capacity limit', 'Service deleted')
FAILURES = ('EssentialContainerExited', 'TaskFailedToStart')


def begin(task, reason, code, failed=False):
    """Starts to stop a task; False when that has begun before. `failed`: the circuit breaker counts it."""
    with resource_lock('ecs-task', task['taskArn']):
        if not ecs._task_is_active(task['taskArn'], task):
            return False
        served = task['lastStatus'] == 'RUNNING' and code != 'EssentialContainerExited'
        ecs._bump_task_version(task)
        task.update(desiredStatus='STOPPED', lastStatus='DEACTIVATING', stoppingAt=ecs._iso(), stoppedReason=reason, stopCode=code)
        if code == 'EssentialContainerExited':
            # By itself, and before another is begun in its place; it's told once its last lines are in the log.
            task['_mm_ended'] = ecs._iso()
    tell_service(task)
    spawn_background(finish, task, drain=delay_of(task) if served else 0, failed=failed or code in FAILURES, thread_name=f"mm-stop-{task['taskArn'][-8:]}")
    return True


def finish(task, drain, failed):
    if task['stopCode'] == 'UserInitiated' and service_key(task):
        # Its service doesn't wait for the end to start another.
        ecs._reconcile_service_tasks(*service_key(task))
    time.sleep(drain)
    task['lastStatus'] = 'STOPPING'
    stops = [threading.Thread(target=stop_container, args=(task, index, container), daemon=True) for index, container in enumerate(task.get('_docker_ids') or [])]
    for each in stops:
        each.start()
    for each in stops:
        each.join()
    remove_volumes(task)
    with resource_lock('ecs-task', task['taskArn']):
        ecs._bump_task_version(task)
        for container in task['containers']:
            container['lastStatus'] = 'STOPPED'
        task.update(lastStatus='STOPPED', stoppedAt=ecs._iso(), executionStoppedAt=task.get('_mm_ended') or ecs._iso())
        task['_docker_ids'] = []
    tell_service(task)
    if failed:
        ecs._record_service_task_failure(task)


def stop_container(task, index, container_id):
    from docker.errors import APIError, NotFound
    try:
        container = engine().containers.get(container_id)
        container.stop(timeout=stop_timeout(task, index))
        note_exit(task['containers'][index], engine().api.inspect_container(container_id)['State'])
        last_lines(container_id)
        container.remove(v=True, force=True)
    except (APIError, NotFound):
        # Somebody was faster.
        pass


def remove_volumes(task):
    from docker.errors import APIError
    for volume in engine().volumes.list(filters={'label': f"{TASK_LABEL}={task['taskArn'].rsplit('/', 1)[1]}"}):
        try:
            volume.remove(force=True)
        except APIError as error:
            # Its end doesn't depend on it, and the end of the local AWS takes what is left.
            log.warning('%s: %s', volume.name, error)


def note_exit(record, state):
    record.update(lastStatus='STOPPED', exitCode=state.get('ExitCode'))
    if state.get('OOMKilled'):
        record['reason'] = 'OutOfMemoryError: Container killed due to memory usage'


def stop_timeout(task, index):
    definition = ecs._task_defs.get(task['taskDefinitionArn'].rsplit('/', 1)[1]) or {}
    name = task['containers'][index]['name']
    container = next((each for each in definition.get('containerDefinitions') or [] if each['name'] == name), {})
    return int(container.get('stopTimeout') or STOP_TIMEOUT)


def service_key(task):
    """(cluster, key of its service), or None for a task that runs on its own."""
    cluster = ecs._cluster_name_from_arn(task['clusterArn'])
    kind, _, name = task.get('group', '').partition(':')
    return (cluster, f'{cluster}/{name}') if kind == 'service' else None


def delay_of(task):
    service = ecs._services.get(service_key(task)[1]) if service_key(task) else None
    delays = [0.0]
    for each in (service or {}).get('loadBalancers') or []:
        for attribute in alb._tg_attrs.get(each.get('targetGroupArn'), []):
            if attribute['Key'] == 'deregistration_delay.timeout_seconds':
                delays.append(float(attribute['Value']))
    return min(max(delays), LONGEST_DRAIN)


def tell_service(task):
    cluster = ecs._cluster_name_from_arn(task['clusterArn'])
    ecs._recount_cluster(cluster)
    ecs._refresh_service_state(cluster, task.get('group', ''))


def deployment_reason(task):
    return f"Scaling activity initiated by (deployment {task.get('_deployment_id')})"


def install():
    if not engine():
        return

    # ECS tells milliseconds; MiniStack cuts them off, and a task seems to end before it begins.
    @wrap(ecs, '_ts_to_epoch')
    def with_milliseconds(original, value):
        return datetime.datetime.fromisoformat(value.replace('Z', '+00:00')).timestamp() if isinstance(value, str) and value.endswith('Z') else original(value)

    @wrap(ecs, '_stop_task')
    def stop_task(original, data):
        cluster = ecs._resolve_cluster_name(data.get('cluster', 'default'))
        task = ecs._resolve_task(data.get('task', ''), cluster) if cluster else None
        if task is None:
            return original(data)
        reason = data.get('reason') or 'Task stopped by user'
        if reason in SCHEDULER:
            begin(task, deployment_reason(task), 'ServiceSchedulerInitiated')
        else:
            begin(task, reason, 'UserInitiated')
        return ecs.json_response({'task': ecs._sanitize(task)})
