"""Starts MiniStack with the plug-in: `python -m mm_local`, usually by scripts/local-aws."""
import importlib
import importlib.metadata
import sys

from .patching import Moved

EXPECTED = '1.5.33'
# Types before create_only, which reads what there is; names before tasks and storage before snapshots, which use them.
PARTS = (
    'cfn_ecs', 'cfn_network', 'cfn_recorded', 'cfn_returns', 'cfn_scaling', 'cfn_secrets', 'cfn_storage', 'create_only', 'change_sets', 'stack_events',
    'refusals', 'parameters', 'registry', 'log_pages', 'balancers', 'draining', 'target_health', 'names', 'tasks', 'task_secrets', 'task_logs', 'task_health', 'task_stops', 'services', 'service_deployments', 'cfn_service', 'no_engine',
    'snapshots', 'database',
)


def main():
    found = importlib.metadata.version('ministack')
    if found != EXPECTED:
        sys.exit(f'MiniStack {found} is installed, and the plug-in was written for {EXPECTED}: scripts/local-aws start installs it')
    try:
        for part in PARTS:
            importlib.import_module(f'.{part}', __package__).install()
    except Moved as moved:
        sys.exit(str(moved))
    from ministack.app import main as serve
    serve()


main()
