"""Containers that wait for the end of others of their task. One that isn't well then never starts, nor does its task. What else a container may
wait for (START, HEALTHY) isn't waited for here.
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDependency.html"""
import threading

from ministack.core.concurrency import resource_lock
from ministack.services import ecs

from .engine import engine
from .patching import wrap
from .task_stops import note_exit

ENDS = ('COMPLETE', 'SUCCESS')
current = threading.local()


class NotWell(Exception):
    """A container whose success another waits for has failed."""


def awaited(definition):
    return {each['containerName']: each['condition'] for each in definition.get('dependsOn') or [] if each['condition'] in ENDS}


def in_order(definitions):
    """Their indices, those that are waited for first."""
    order, names = [], [each['name'] for each in definitions]

    def add(index):
        if index in order:
            return
        for name in awaited(definitions[index]):
            add(names.index(name))
        order.append(index)

    for index in range(len(definitions)):
        add(index)
    return order


def wait_for(definition, task):
    for name, condition in awaited(definition).items():
        index = next(index for index, record in enumerate(task['containers']) if record['name'] == name)
        container = engine().containers.get(task['_docker_ids'][index])
        container.wait(timeout=120)
        container.reload()
        note_exit(task['containers'][index], container.attrs['State'])
        if condition == 'SUCCESS' and container.attrs['State']['ExitCode'] != 0:
            raise NotWell(name)


def install():
    if not engine():
        return

    @wrap(ecs, '_start_task_worker')
    def start(original, task, definition, overrides, client):
        containers = definition['containerDefinitions']
        order = in_order(containers)
        with resource_lock('ecs-task', task['taskArn']):
            # What is known of the containers is kept by their places.
            for key in ('containers', '_container_essentials'):
                task[key] = [task[key][index] for index in order]
        current.task = task
        try:
            return original(task, {**definition, 'containerDefinitions': [containers[index] for index in order]}, overrides, client)
        except NotWell:
            ecs._fail_task_start(task, client, 'Task failed to start')

    @wrap(ecs, '_run_docker_container')
    def run(original, client, definition, *rest, **named):
        wait_for(definition, current.task)
        return original(client, definition, *rest, **named)

    # All containers of a task have one address; here it's that of one which stays.
    @wrap(ecs, '_record_task_ip')
    def record_address(original, task, container, network):
        definitions = (ecs._task_defs.get(task['taskDefinitionArn'].rsplit('/', 1)[1]) or {}).get('containerDefinitions', [])
        name = task['containers'][task['_docker_ids'].index(container.id)]['name']
        if not any(name in awaited(each) for each in definitions):
            original(task, container, network)
