"""A service's deployment is over when its tasks are well and their targets healthy, and a CloudFormation service resource when its
deployment is. Tasks that fall ill later are replaced.
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-load-balancing.html"""
import logging
import threading
import time

from ministack.core.responses import request_scope
from ministack.services import ecs

from .balancers import target_state, tell_now
from .engine import engine
from .patching import wrap
from .task_health import is_well
from .task_stops import begin

log = logging.getLogger('mm.services')


def tasks_of(service, deployment=None):
    """The service's running tasks, or those of one deployment."""
    return [
        task for task in list(ecs._tasks.values())
        if task.get('group') == f"service:{service['serviceName']}" and task.get('clusterArn') == service.get('clusterArn') and task.get('lastStatus') == 'RUNNING'
        and (deployment is None or ecs._deployment_for_task(service, task) is deployment)
    ]


def target_groups(service):
    return [each['targetGroupArn'] for each in service.get('loadBalancers') or [] if each.get('targetGroupArn')]


def all_well(service, deployment):
    tasks = tasks_of(service, deployment)
    return all(is_well(task) for task in tasks) and all(target_state(group, ecs._task_ip(task))[0] == 'healthy' for group in target_groups(service) for task in tasks)


def about_to_complete(service, deployment):
    """Whether MiniStack will call it completed, too: enough of its tasks have run for a moment."""
    stable = [task for task in tasks_of(service, deployment) if task.get('_startup_stable')]
    return min(len(stable), deployment.get('runningCount', 0)) >= service.get('desiredCount', 0)


def take_leave(cluster, service, deployment):
    """Of all other deployments: ECS is in a steady state, and has completed one, when nobody else gets requests any more. MiniStack stops their tasks after that."""
    for task in tasks_of(service):
        if ecs._deployment_for_task(service, task) is not deployment:
            ecs._stop_task({'task': task['taskArn'], 'cluster': cluster, 'reason': 'Deployment completed'})
    tell_now()


def tell(service, message):
    """An event of the service, in the words of https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html"""
    service['events'].insert(0, {'id': ecs.new_uuid(), 'createdAt': ecs._iso(), 'message': f"(service {service['serviceName']}) {message}"})
    del service['events'][100:]


def stop_unhealthy(service):
    """Stops the tasks whose target failed its health checks, once the grace period is over: the scheduler starts others."""
    grace = float(service.get('healthCheckGracePeriodSeconds') or 0)
    for task in tasks_of(service) if target_groups(service) else []:
        if time.time() - task.setdefault('_mm_running_since', time.time()) < grace:
            continue
        for group in target_groups(service):
            state, _, description = target_state(group, ecs._task_ip(task))
            if state == 'unhealthy' and begin(task, f'Task failed ELB health checks in (target-group {group})', 'ServiceSchedulerInitiated', failed=True):
                port = next(each.get('containerPort') for each in service['loadBalancers'] if each.get('targetGroupArn') == group)
                tell(service, f"(port {port}) is unhealthy in (target-group {group}) due to (reason {description or 'Health checks failed'}).")
                break


def watch():
    while True:
        try:
            for (account, region, _), service in list(ecs._services.all_items()):
                if service.get('status') == 'ACTIVE':
                    with request_scope(account, region):
                        stop_unhealthy(service)
        except Exception:
            log.exception('services')
        time.sleep(0.5)


def install():
    # The first deployment is one that has yet to prove itself, too.
    @wrap(ecs, '_make_deployment')
    def make_deployment(original, task_definition, desired, status='PRIMARY'):
        deployment = original(task_definition, desired, status)
        if status == 'PRIMARY' and desired:
            deployment.update(rolloutState='IN_PROGRESS', rolloutStateReason=f"ECS deployment {deployment['id']} in progress.")
        return deployment

    @wrap(ecs, '_complete_service_deployment')
    def complete(original, cluster, key, expected_deployment_id=None):
        service = ecs._services.get(key)
        primary = ecs._primary_deployment(service) if service else None
        if not primary or primary.get('rolloutState') != 'IN_PROGRESS':
            return original(cluster, key, expected_deployment_id)
        if service.get('desiredCount') and engine() and not all_well(service, primary):
            ecs._schedule_service_deployment_completion(cluster, key, ecs.get_account_id(), ecs.get_region())
            return None
        if engine() and expected_deployment_id in (None, primary['id']) and about_to_complete(service, primary):
            take_leave(cluster, service, primary)
        result = original(cluster, key, expected_deployment_id)
        if primary.get('rolloutState') == 'COMPLETED':
            primary['rolloutStateReason'] = f"ECS deployment {primary['id']} completed."
            tell(service, f"(deployment {primary['id']}) deployment completed.")
            tell(service, 'has reached a steady state.')
        return result

    # MiniStack forgets the failures when a task has run for a second; for ECS it's healthy when its checks say so.
    @wrap(ecs, '_record_service_task_healthy')
    def healthy(original, key, task):
        service = ecs._services.get(key)
        if service and not all_well(service, ecs._deployment_for_task(service, task)):
            task['_startup_stable'] = True
            return None
        return original(key, task)

    # What can't change in a running task needs another deployment.
    # https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html
    @wrap(ecs, '_update_service')
    def update_service(original, data):
        reference = ecs._resolve_service_ref(data.get('service', ''))
        service = ecs._services.get(f"{ecs._resolve_cluster_name(data.get('cluster', 'default'))}/{reference[0]}") if reference else None
        redeploying = ('networkConfiguration', 'loadBalancers', 'platformVersion', 'capacityProviderStrategy', 'enableExecuteCommand')
        if service and any(name in data and data[name] != service.get(name) for name in redeploying):
            data = {**data, 'forceNewDeployment': True}
        return original(data)

    if engine():
        threading.Thread(target=watch, daemon=True, name='mm-services').start()
