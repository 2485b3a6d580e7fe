"""The virtual environment that MiniStack, the plug-in and the linters run in."""
import hashlib
import shutil
import subprocess
import sys

from .common import LOCAL, ROOT, alone, fail, say

VENV = LOCAL / 'venv'
PYTHON = VENV / 'bin' / 'python'
REQUIREMENTS = ROOT / 'local' / 'requirements.txt'
STAMP = VENV / 'mm-requirements'


def ensure_venv():
    """Installs the pinned requirements, when they aren't the ones that are installed."""
    ensure_packages(VENV, REQUIREMENTS)


def ensure_packages(venv, requirements):
    """The same for any virtual environment below .local and any list of pinned packages."""
    wanted = hashlib.sha256(requirements.read_bytes()).hexdigest()
    stamp, python = venv / STAMP.name, venv / 'bin' / 'python'
    packages = requirements.read_text().split()
    with alone(venv.name):
        if stamp.exists() and stamp.read_text() == wanted:
            return
        if sys.version_info < (3, 10):
            fail(f'Python {sys.version.split()[0]} is too old', f'{packages[0]} needs Python 3.10', 'install a newer Python and put it first in PATH')
        say(f"Installing {', '.join(packages)} by pip into .local/{venv.name}")
        # The stamp goes first: an installation that is cut off counts as none.
        stamp.unlink(missing_ok=True)
        if not python.exists():
            made = subprocess.run([sys.executable, '-m', 'venv', '--clear', str(venv)], capture_output=True, text=True)
            if made.returncode:
                shutil.rmtree(venv, ignore_errors=True)
                fail('a virtual environment could not be made', last_lines(made.stdout + made.stderr, 1), 'on Debian and Ubuntu: apt-get install python3-venv')
        installed = subprocess.run([str(python), '-m', 'pip', 'install', '-q', '--disable-pip-version-check', '-r', str(requirements)], capture_output=True, text=True)
        if installed.returncode:
            fail(f'pip could not install {packages[0]}', last_lines(installed.stderr, 4), 'check the network, then run it again')
        stamp.write_text(wanted)


def last_lines(text, count):
    return '\n         '.join(text.strip().splitlines()[-count:])
