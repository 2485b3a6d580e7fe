"""What the parts of scripts/local-aws share: where things are, what is said, and who may go on."""
import contextlib
import pathlib
import sys

try:
    import fcntl
except ImportError:
    fcntl = None

ROOT = pathlib.Path(__file__).resolve().parents[2]
LOCAL = ROOT / '.local'


def say(text):
    print(text, file=sys.stderr, flush=True)


def fail(what, why=None, fix=None):
    say(f'error: {what}')
    if why:
        say(f'  why    {why}')
    if fix:
        say(f'  fix    {fix}')
    sys.exit(1)


@contextlib.contextmanager
def alone(name):
    """One at a time: two starts of the same name must not become two, nor two installations mix."""
    folder = LOCAL / 'locks'
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / name, 'w') as lock:
        if fcntl:
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
