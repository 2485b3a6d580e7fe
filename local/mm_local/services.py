"""A service's deployment is over when its tasks' targets are healthy, and a CloudFormation service resource when its deployment is.
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-load-balancing.html"""
import os
import time

from ministack.services import ecs
from ministack.services.cloudformation import provisioners, stacks

from .balancers import target_state
from .engine import engine
from .patching import wrap, wrap_handler
from .stack_events import creation_initiated

# AWS waits for hours; nobody watching a local AWS does.
STABLE_TIMEOUT = float(os.environ.get('MM_LOCAL_STABLE_TIMEOUT', '180'))
FAILED = "Resource handler returned message: \"Error occurred during operation 'ECS Deployment Circuit Breaker was triggered'.\" (RequestToken: {token}, HandlerErrorCode: GeneralServiceException)"


def tasks_of(service, deployment):
    return [
        task for task in list(ecs._tasks.values())
        if task.get('group') == f"service:{service['serviceName']}" and task.get('clusterArn') == service.get('clusterArn')
        and ecs._deployment_for_task(service, task) is deployment and task.get('lastStatus') == 'RUNNING'
    ]


def target_groups(service):
    return [each['targetGroupArn'] for each in service.get('loadBalancers') or [] if each.get('targetGroupArn')]


def all_healthy(service, deployment):
    return all(target_state(group, ecs._task_ip(task))[0] == 'healthy' for group in target_groups(service) for task in tasks_of(service, deployment))


def stop_unhealthy(cluster, service, deployment):
    """Tasks whose target failed its health checks after the grace period are stopped, which the circuit breaker counts."""
    grace = float(service.get('healthCheckGracePeriodSeconds') or 0)
    for task in tasks_of(service, deployment):
        if time.time() - float(task.get('_mm_seen') or task.setdefault('_mm_seen', time.time())) < grace:
            continue
        for group in target_groups(service):
            state, _, description = target_state(group, ecs._task_ip(task))
            if state == 'unhealthy':
                reason = f'Task failed ELB health checks in (target-group {group})'
                ecs._stop_task({'task': task['taskArn'], 'cluster': cluster, 'reason': reason})
                task['stopCode'] = 'ServiceSchedulerInitiated'
                task['stoppedReason'] = f'{reason}: {description}' if description else reason
                ecs._record_service_task_failure(task)
                break


def stabilised(act, *arguments):
    """Waits for the outcome of a CloudFormation create or update of a service; raises ValueError as AWS words it."""
    before = {deployment['id'] for _, service in ecs._services.items() for deployment in service.get('deployments') or [] if deployment.get('rolloutState') == 'FAILED'}
    result = act(*arguments)
    creation_initiated(result[0])
    key = '/'.join(result[0].rsplit('/', 2)[1:])
    deadline = time.time() + STABLE_TIMEOUT
    while time.time() < deadline:
        service = ecs._services.get(key) or {}
        deployments = service.get('deployments') or []
        if any(each.get('rolloutState') == 'FAILED' and each['id'] not in before for each in deployments):
            raise ValueError(FAILED.format(token=ecs.new_uuid()))
        primary = ecs._primary_deployment(service) or {}
        if primary.get('rolloutState') == 'COMPLETED' and service.get('runningCount') == service.get('desiredCount'):
            return result
        time.sleep(0.2)
    raise ValueError(f'Exceeded attempts to wait: service {key} did not stabilize')


def install():
    handlers = provisioners._RESOURCE_HANDLERS
    if not engine():
        return

    @wrap(ecs, '_complete_service_deployment')
    def complete(original, cluster, key, expected_deployment_id=None):
        service = ecs._services.get(key)
        primary = ecs._primary_deployment(service) if service else None
        if primary and primary.get('rolloutState') == 'IN_PROGRESS' and service.get('desiredCount') and target_groups(service):
            stop_unhealthy(cluster, service, primary)
            if not all_healthy(service, primary):
                ecs._schedule_service_deployment_completion(cluster, key, ecs.get_account_id(), ecs.get_region())
                return None
        return original(cluster, key, expected_deployment_id)

    # The first deployment is one that has yet to prove itself, too.
    @wrap(ecs, '_make_deployment')
    def make_deployment(original, task_definition, desired, status='PRIMARY'):
        deployment = original(task_definition, desired, status)
        if status == 'PRIMARY' and desired:
            deployment.update(rolloutState='IN_PROGRESS', rolloutStateReason=f"ECS deployment {deployment['id']} in progress.")
        return deployment

    @wrap_handler(handlers, 'AWS::ECS::Service', 'create')
    def create(original, logical_id, props, stack):
        def act():
            result = original(logical_id, props, stack)
            service = ecs._services.get('/'.join(result[0].rsplit('/', 2)[1:]))
            if service is not None:
                service['healthCheckGracePeriodSeconds'] = props.get('HealthCheckGracePeriodSeconds', 0)
            return result
        try:
            return stabilised(act)
        except ValueError:
            # AWS deletes what it couldn't create when the stack is rolled back; MiniStack forgets it.
            ecs._delete_service({'cluster': props['Cluster'], 'service': f'{stack}-{logical_id}', 'force': True})
            raise

    @wrap_handler(handlers, 'AWS::ECS::Service', 'update')
    def update(original, physical_id, old, new, stack, *rest):
        try:
            return stabilised(original, physical_id, old, new, stack, *rest)
        except ValueError:
            # MiniStack doesn't roll back the resource that failed itself: it gets its old properties back here.
            original(physical_id, new, old, stack, *rest)
            raise

    @wrap(stacks, '_runs_on_worker_thread')
    def on_worker_thread(original, resource_type):
        return resource_type in ('AWS::ECS::Service', 'AWS::AutoScaling::AutoScalingGroup') or original(resource_type)
