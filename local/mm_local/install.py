"""The parts of the plug-in, in the order in which they're put in."""
import importlib

# Types before create_only, which reads what there is; names before tasks and storage before snapshots, which use them.
PARTS = (
    'cfn_alarms', 'cfn_ecs', 'cfn_network', 'cfn_recorded', 'cfn_returns', 'cfn_scaling', 'cfn_secrets', 'cfn_storage', 'run_command', 'create_only', 'change_sets', 'drift_change_sets', 'stack_events',
    'refusals', 'service_quotas', 'parameters', 'registry', 'log_pages', 'balancers', 'draining', 'target_health', 'names', 'tasks', 'task_secrets', 'task_logs', 'task_health', 'task_stops', 'task_dependencies', 'services', 'service_deployments', 'cfn_service', 'drift', 'no_engine',
    'snapshots', 'database',
)


def install_all():
    for part in PARTS:
        importlib.import_module(f'.{part}', __package__).install()
