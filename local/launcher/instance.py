"""One local AWS: its process, its state, its end."""
import json
import os
import shlex
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

from .common import LOCAL, ROOT, fail, say
from .venv import PYTHON, STAMP

ACCOUNT = '123456789012'


def folder_of(name):
    return LOCAL / 'aws' / name


def state_of(name):
    try:
        return json.loads((folder_of(name) / 'state.json').read_text())
    except (OSError, ValueError):
        return None


def lives(state):
    """True while the process of that id is the one that was started here: ids are used again."""
    command = subprocess.run(['ps', '-ww', '-o', 'command=', '-p', str(state['pid'])], capture_output=True, text=True).stdout
    return 'mm_local' in command


def answers(state):
    """True while the process lives and the service answers."""
    try:
        os.kill(state['pid'], 0)
        with urllib.request.urlopen(f"{state['endpoint']}/_ministack/health", timeout=5) as answer:
            return answer.status == 200
    except (OSError, urllib.error.URLError):
        return False


def free_port():
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


def engine_variables():
    """DOCKER_HOST, where the container engine isn't at the usual socket."""
    told = subprocess.run([str(ROOT / 'scripts' / 'engine'), 'env'], capture_output=True, text=True).stdout
    return dict(shlex.split(line)[1].split('=', 1) for line in told.splitlines() if line.startswith('export '))


def launch(name, region):
    folder = folder_of(name)
    shutil.rmtree(folder, ignore_errors=True)
    (folder / 'tmp').mkdir(parents=True)
    port = free_port()
    endpoint = f'http://127.0.0.1:{port}'
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith('AWS_')},
        **engine_variables(),
        'PYTHONPATH': str(ROOT / 'local'),
        'PYTHONUNBUFFERED': '1',
        'GATEWAY_PORT': str(port),
        # MiniStack listens on every interface by default, and its IoT broker too: a neighbour could start containers.
        'BIND_HOST': '127.0.0.1',
        'IOT_MTLS_ENABLED': '0',
        'MINISTACK_REGION': region,
        'MINISTACK_ACCOUNT_ID': ACCOUNT,
        'AWS_EC2_METADATA_DISABLED': 'true',
        'MM_LOCAL_NAME': name,
        # What MiniStack leaves in files belongs here too.
        'TMPDIR': str(folder / 'tmp'),
        'STATE_DIR': str(folder / 'tmp' / 'state'),
        'S3_DATA_DIR': str(folder / 'tmp' / 's3'),
    }
    with open(folder / 'log', 'w') as log:
        process = subprocess.Popen([str(PYTHON), '-m', 'mm_local'], cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
    state = {'pid': process.pid, 'port': port, 'endpoint': endpoint, 'region': region, 'accountId': ACCOUNT, 'startedAt': time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime())}
    write(folder / 'state.json', json.dumps(state))
    deadline = time.time() + 60
    while time.time() < deadline and process.poll() is None:
        if answers(state):
            say(f'Started the local AWS {name}: {endpoint} (pid {process.pid}, log .local/aws/{name}/log)')
            return
        time.sleep(0.1)
    say('\n'.join((folder / 'log').read_text().splitlines()[-15:]))
    end(name, state)
    fail('the local AWS did not start', 'its last lines are above', f'scripts/local-aws logs --name {name}')


def write(path, text):
    """Whoever reads it sees all of it or nothing."""
    path.with_suffix('.new').write_text(text)
    path.with_suffix('.new').replace(path)


def end(name, state):
    """The process, then its containers, networks and volumes; a crashed one leaves these behind."""
    if state and lives(state):
        try:
            os.kill(state['pid'], signal.SIGTERM)
            for _ in range(100):
                reap(state['pid'])
                os.kill(state['pid'], 0)
                time.sleep(0.1)
            os.kill(state['pid'], signal.SIGKILL)
        except ProcessLookupError:
            pass
    (folder_of(name) / 'state.json').unlink(missing_ok=True)
    shutil.rmtree(folder_of(name) / 'tmp', ignore_errors=True)
    if STAMP.exists():
        subprocess.run([str(PYTHON), '-m', 'mm_local.cleanup', name], env={**os.environ, **engine_variables(), 'PYTHONPATH': str(ROOT / 'local')}, check=False)


def reap(pid):
    try:
        os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        pass
