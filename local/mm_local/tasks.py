"""ECS tasks as containers: what of a task definition MiniStack doesn't hand to the engine, and the containers' own logs.
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html"""
import datetime
import threading

from ministack.core.responses import request_scope
from ministack.services import cloudwatch_logs, ecs
from ministack.services.cloudformation import provisioners

from .engine import LABELS, NETWORK, engine, network
from .names import server_address
from .patching import wrap, wrap_handler

forwarders = {}


def camel(value):
    """A template's PascalCase as the API's camelCase; the keys of maps that a person names stay."""
    if isinstance(value, list):
        return [camel(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {provisioners._cfn_to_camel(key): each if key in ('Options', 'DockerLabels') else camel(each) for key, each in value.items()}


def run_arguments(original, cdef, task_definition, *rest):
    arguments = original(cdef, task_definition, *rest)
    linux = cdef.get('linuxParameters') or {}
    # The image was built for this machine, whatever Fargate would run it on.
    arguments.pop('platform', None)
    arguments.pop('extra_hosts', None)
    network()
    arguments['network'] = NETWORK
    arguments['dns'] = [server_address()]
    arguments['labels'] = {**arguments['labels'], **LABELS}
    if cdef.get('user'):
        arguments['user'] = str(cdef['user'])
    memory = cdef.get('memory') or task_definition.get('memory')
    if memory:
        arguments['mem_limit'] = f'{int(memory)}m'
    arguments['read_only'] = bool(cdef.get('readonlyRootFilesystem'))
    arguments['init'] = bool(linux.get('initProcessEnabled'))
    arguments['tmpfs'] = {each['containerPath']: ','.join(['rw', f"size={each['size']}m", *each.get('mountOptions', [])]) for each in linux.get('tmpfs', [])}
    # Inside a task on AWS there is no endpoint to set and there are no test keys.
    for name in ('AWS_ENDPOINT_URL', 'AWS_CONTAINER_CREDENTIALS_FULL_URI', 'AWS_CONTAINER_AUTHORIZATION_TOKEN'):
        arguments['environment'].pop(name, None)
    return arguments


def forward_logs(container, config, account, region):
    """Every line with the time at which the container wrote it, in batches as they come, up to the last one of a container that has ended."""
    with request_scope(account, region):
        if not ecs._ensure_awslogs_stream(config):
            return
        rest = b''
        for chunk in container.logs(stream=True, follow=True, stdout=True, stderr=True, timestamps=True):
            *lines, rest = (rest + chunk).split(b'\n')
            put(config, lines)
        put(config, [rest] if rest else [])


def put(config, lines):
    events = []
    for line in lines:
        time, _, message = line.decode('utf-8', errors='replace').partition(' ')
        events.append({'timestamp': milliseconds(time), 'message': message})
    if events:
        cloudwatch_logs._put_log_events({'logGroupName': config['group'], 'logStreamName': config['stream'], 'logEvents': sorted(events, key=lambda event: event['timestamp'])})


def milliseconds(text):
    """`2026-11-24T12:00:00.123456789Z` as epoch milliseconds."""
    moment = datetime.datetime.fromisoformat(text[:26].rstrip('Z').ljust(26, '0')[:26]).replace(tzinfo=datetime.timezone.utc)
    return int(moment.timestamp() * 1000)


def install():
    provisioners._normalize_container_defs = camel

    @wrap_handler(provisioners._RESOURCE_HANDLERS, 'AWS::ECS::TaskDefinition', 'create')
    def with_platform(create, logical_id, props, *rest):
        arn, attributes = create(logical_id, props, *rest)
        definition = ecs._task_defs[arn.rsplit('/', 1)[1]]
        for name in ('RuntimePlatform', 'EphemeralStorage'):
            if name in props:
                definition[provisioners._cfn_to_camel(name)] = camel(props[name])
        return arn, attributes

    if not engine():
        return
    wrap(ecs, '_build_run_kwargs')(run_arguments)

    @wrap(ecs, '_start_awslogs_forwarder')
    def start_forwarder(_original, container, cdef, task_id):
        config = ecs._awslogs_config(cdef, task_id, container.id)
        if not config:
            return
        thread = threading.Thread(target=forward_logs, args=(container, config, ecs.get_account_id(), config['region'] or ecs.get_region()), daemon=True)
        forwarders[container.id] = thread
        thread.start()

    @wrap(ecs, '_cleanup_task_resources')
    def cleanup(original, task, *rest, **named):
        # A container that is removed while its last lines are still being read would lose them.
        for container in task.get('_docker_ids') or []:
            thread = forwarders.pop(container, None)
            if thread and task.get('stopCode') == 'EssentialContainerExited':
                thread.join(timeout=5)
        return original(task, *rest, **named)
