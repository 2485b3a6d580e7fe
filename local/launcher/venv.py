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
    wanted = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()
    with alone('venv'):
        if STAMP.exists() and STAMP.read_text() == wanted:
            return
        if sys.version_info < (3, 10):
            fail(f'Python {sys.version.split()[0]} is too old', 'MiniStack needs Python 3.10', 'install a newer Python and put it first in PATH')
        say(f"Installing {', '.join(REQUIREMENTS.read_text().split())} by pip into .local/venv")
        # The stamp goes first: an installation that is cut off counts as none.
        STAMP.unlink(missing_ok=True)
        if not PYTHON.exists():
            made = subprocess.run([sys.executable, '-m', 'venv', '--clear', str(VENV)], capture_output=True, text=True)
            if made.returncode:
                shutil.rmtree(VENV, ignore_errors=True)
                fail('a virtual environment could not be made', last_lines(made.stdout + made.stderr, 1), 'on Debian and Ubuntu: apt-get install python3-venv')
        installed = subprocess.run([str(PYTHON), '-m', 'pip', 'install', '-q', '--disable-pip-version-check', '-r', str(REQUIREMENTS)], capture_output=True, text=True)
        if installed.returncode:
            fail('pip could not install MiniStack', last_lines(installed.stderr, 4), 'check the network, then run it again')
        STAMP.write_text(wanted)


def last_lines(text, count):
    return '\n         '.join(text.strip().splitlines()[-count:])
