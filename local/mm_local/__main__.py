"""Starts MiniStack with the plug-in: `python -m mm_local`, usually by scripts/local-aws."""
import importlib.metadata
import sys

from .install import install_all
from .patching import Moved

EXPECTED = '1.5.33'


def main():
    found = importlib.metadata.version('ministack')
    if found != EXPECTED:
        sys.exit(f'MiniStack {found} is installed, and the plug-in was written for {EXPECTED}: scripts/local-aws start installs it')
    try:
        install_all()
    except Moved as moved:
        sys.exit(str(moved))
    from ministack.app import main as serve
    serve()


main()
