"""Starts MiniStack with the plug-in: `python -m mm_local`, usually by scripts/local-aws."""
import importlib.metadata
import sys

from .patching import Moved

EXPECTED = '1.5.33'


def main():
    found = importlib.metadata.version('ministack')
    if found != EXPECTED:
        sys.exit(f'MiniStack {found} is installed, and the plug-in was written for {EXPECTED}: scripts/local-aws start installs it')
    from . import balancers, cfn_network, cfn_scaling, cfn_secrets, cfn_storage, change_sets, create_only, database, log_pages, names, parameters, registry, services, snapshots, stack_events, tasks
    try:
        # Storage before snapshots and names before tasks: the later ones use what the earlier ones start. All types before create_only.
        for module in (cfn_network, cfn_scaling, cfn_secrets, cfn_storage, create_only, change_sets, stack_events, parameters, registry, log_pages, balancers, names, tasks, services, snapshots, database):
            module.install()
    except Moved as moved:
        sys.exit(str(moved))
    from ministack.app import main as serve
    serve()


main()
