"""Containers of the local AWS itself (balancers, the name server): a Node script in the base image, configured through a control port."""
import io
import json
import logging
import pathlib
import tarfile
import threading
import time
import urllib.error
import urllib.request

from .engine import LABELS, NETWORK, address, engine, network, published

SCRIPTS = pathlib.Path(__file__).resolve().parent.parent / 'network'
IMAGE = 'node:20-alpine'
CONTROL = 9999
log = logging.getLogger('mm.helpers')


def scripts():
    """All of them, for a container to have: copied in, since a remote engine has no access to this machine's files."""
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode='w') as tar:
        for path in sorted(SCRIPTS.glob('*.mjs')):
            tar.add(path, f'mm/{path.name}')
    return archive.getvalue()


class HelperContainer:
    """Starts in the background; `put` is None until it answers."""

    def __init__(self, script, name, ports=None):
        self.script, self.name, self.ports = script, name, ports or {}
        self.container = None
        self.address = None
        self.control = None
        self.lock = threading.Lock()
        self.thread = threading.Thread(target=self._start, daemon=True)
        self.thread.start()

    def _start(self):
        try:
            self._run()
        except Exception:
            # Requests to it fail then: the log has to say why.
            log.exception('%s did not start', self.name)

    def _run(self):
        network()
        self.container = engine().containers.create(
            IMAGE,
            ['node', f'/mm/{self.script}'],
            name=self.name,
            init=True,
            user='0',
            labels=LABELS,
            network=NETWORK,
            # Containers' ports are reachable from this machine alone.
            ports={**{f'{inner}/tcp': ('127.0.0.1', outer) for inner, outer in self.ports.items()}, f'{CONTROL}/tcp': ('127.0.0.1', None)},
        )
        self.container.put_archive('/', scripts())
        self.container.start()
        self.address = address(self.container)
        self.control = published(self.container, CONTROL)

    def wait(self):
        self.thread.join()
        return self

    def put(self, config, patience=0.0):
        """Hands over the configuration; the answer, or None while the container isn't ready."""
        deadline = time.time() + patience
        while True:
            if self.control:
                request = urllib.request.Request(f'http://127.0.0.1:{self.control}/', data=json.dumps(config).encode(), method='PUT')
                try:
                    with urllib.request.urlopen(request, timeout=5) as answer:
                        return json.load(answer)
                except (OSError, urllib.error.URLError, ValueError):
                    pass
            if time.time() >= deadline:
                return None
            time.sleep(0.1)

    def remove(self):
        self.thread.join()
        if self.container:
            self.container.remove(force=True)
