"""The container engine, and what belongs to this local AWS in it: everything carries the label LABEL with the instance's name."""
import functools
import os

LABEL = 'org.mm.local-aws'
# On what lives as long as one ECS task.
TASK_LABEL = f'{LABEL}.task'
NAME = os.environ.get('MM_LOCAL_NAME', 'default')
NETWORK = f'mm-local-{NAME}'
LABELS = {LABEL: NAME}


def connect():
    """A client of the engine, or None when none answers."""
    import docker
    try:
        client = docker.from_env(timeout=60)
        client.ping()
        return client
    except Exception:
        return None


@functools.cache
def engine():
    return connect()


@functools.cache
def network():
    """The one network that all containers of this local AWS are in."""
    from docker.errors import NotFound
    try:
        return engine().networks.get(NETWORK)
    except NotFound:
        return engine().networks.create(NETWORK, labels=LABELS)


def address(container):
    container.reload()
    return container.attrs['NetworkSettings']['Networks'].get(NETWORK, {}).get('IPAddress') or None


def published(container, port):
    """The port on the loopback that a container's port is published at."""
    container.reload()
    bindings = container.attrs['NetworkSettings']['Ports'].get(f'{port}/tcp') or []
    return int(bindings[0]['HostPort']) if bindings else None


def remove_all(client, name):
    ours = {'filters': {'label': f'{LABEL}={name}'}}
    for container in client.containers.list(all=True, **ours):
        container.remove(force=True, v=True)
    for each in client.networks.list(**ours):
        each.remove()
    for volume in client.volumes.list(**ours):
        volume.remove(force=True)
