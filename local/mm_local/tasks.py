"""ECS tasks as containers: what of a task definition MiniStack doesn't hand to the engine.
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html"""
from ministack.services import ecs
from ministack.services.cloudformation import provisioners

from .engine import LABELS, NAME, NETWORK, TASK_LABEL, engine, network
from .names import server_address
from .patching import wrap, wrap_handler
from .task_health import docker_check
from .task_logs import check as check_log_group


def camel(value):
    """A template's PascalCase as the API's camelCase; the keys of maps that a person names stay."""
    if isinstance(value, list):
        return [camel(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {provisioners._cfn_to_camel(key): each if key in ('Options', 'DockerLabels') else camel(each) for key, each in value.items()}


def run_arguments(original, cdef, task_definition, *rest):
    check_log_group(cdef)
    arguments = original(cdef, task_definition, *rest)
    linux = cdef.get('linuxParameters') or {}
    # The image was built for this machine, whatever Fargate would run it on.
    arguments.pop('platform', None)
    arguments.pop('extra_hosts', None)
    network()
    arguments['network'] = NETWORK
    arguments['dns'] = [server_address()]
    arguments['labels'] = {**arguments['labels'], **LABELS}
    for name, key in (('user', 'user'), ('entryPoint', 'entrypoint'), ('workingDirectory', 'working_dir')):
        if cdef.get(name):
            arguments[key] = cdef[name]
    arguments['cap_drop'] = (linux.get('capabilities') or {}).get('drop', [])
    memory = cdef.get('memory') or task_definition.get('memory')
    if memory:
        arguments['mem_limit'] = f'{int(memory)}m'
        # Fargate has no swap: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LinuxParameters.html
        arguments['memswap_limit'] = arguments['mem_limit']
    arguments['read_only'] = bool(cdef.get('readonlyRootFilesystem'))
    arguments['init'] = bool(linux.get('initProcessEnabled'))
    arguments['tmpfs'] = {each['containerPath']: ','.join(['rw', f"size={each['size']}m", *each.get('mountOptions', [])]) for each in linux.get('tmpfs', [])}
    arguments['volumes'] = [*(arguments.get('volumes') or []), *shared_volumes(cdef, task_definition, rest[4])]
    arguments['healthcheck'] = docker_check(cdef)
    # Inside a task on AWS there is no endpoint to set and there are no test keys; and MiniStack, on the loopback, serves no metadata to it.
    for name in ('AWS_ENDPOINT_URL', 'AWS_CONTAINER_CREDENTIALS_FULL_URI', 'AWS_CONTAINER_AUTHORIZATION_TOKEN', 'ECS_CONTAINER_METADATA_URI_V4'):
        arguments['environment'].pop(name, None)
    return arguments


def shared_volumes(cdef, task_definition, task_id):
    """Volumes without a place on a host are empty ones that the task's containers share."""
    empty = [volume['name'] for volume in task_definition.get('volumes') or [] if not (volume.get('host') or {}).get('sourcePath')]
    for mount in cdef.get('mountPoints') or []:
        if mount['sourceVolume'] in empty:
            volume = engine().volumes.create(f"mm-local-{NAME}-task-{task_id}-{mount['sourceVolume']}", labels={**LABELS, TASK_LABEL: task_id})
            yield f"{volume.name}:{mount['containerPath']}:{'ro' if mount.get('readOnly') else 'rw'}"


def install():
    provisioners._normalize_container_defs = camel

    @wrap_handler(provisioners._RESOURCE_HANDLERS, 'AWS::ECS::TaskDefinition', 'create')
    def with_platform(create, logical_id, props, *rest):
        arn, attributes = create(logical_id, props, *rest)
        definition = ecs._task_defs[arn.rsplit('/', 1)[1]]
        for name in ('RuntimePlatform', 'EphemeralStorage', 'Volumes'):
            if name in props:
                definition[provisioners._cfn_to_camel(name)] = camel(props[name])
        return arn, attributes

    if not engine():
        return
    wrap(ecs, '_build_run_kwargs')(run_arguments)

    # A session needs a data channel of Session Manager, and a made-up address of one would only fail later.
    @wrap(ecs, '_execute_command')
    def execute_command(original, data):
        answer = original(data)
        if answer[0] >= 400:
            return answer
        return ecs.error_response_json('TargetNotConnectedException', 'The local AWS has no data channel for ExecuteCommand: use docker exec with the container of the task', 400)
