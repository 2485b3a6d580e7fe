"""The deployments of a service, also those that are over.
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceDeployment.html"""
from ministack.core.concurrency import resource_lock
from ministack.services import ecs

from .patching import need, wrap

# Service's ARN -> its deployments, newest first; they are the service's own records, and so up to date.
history = {}


def remember(service):
    known = history.setdefault(service['serviceArn'], [])
    for deployment in reversed(service.get('deployments') or []):
        if not any(each is deployment for each in known):
            known.insert(0, deployment)
        if deployment['rolloutState'] == 'COMPLETED':
            deployment['_mm_succeeded'] = True


def service_by(reference, cluster):
    found = ecs._resolve_service_ref(reference)
    return ecs._services.get(f'{found[1] or ecs._resolve_cluster_name(cluster or "default")}/{found[0]}') if found else None


def status_of(service, deployment):
    if deployment['rolloutState'] == 'FAILED':
        primary = ecs._primary_deployment(service)
        if primary is deployment or primary is None:
            return 'STOPPED'
        return 'ROLLBACK_SUCCESSFUL' if primary['rolloutState'] == 'COMPLETED' else 'ROLLBACK_IN_PROGRESS'
    if deployment['rolloutState'] == 'COMPLETED' or deployment.get('_mm_succeeded'):
        return 'SUCCESSFUL'
    return 'IN_PROGRESS' if deployment['status'] == 'PRIMARY' else 'STOPPED'


def arn_of(service, kind, deployment):
    return f"{service['serviceArn'].replace(':service/', f':{kind}/')}/{deployment['id'].split('/')[1]}"


def brief(service, deployment):
    status = status_of(service, deployment)
    ended = {} if status.endswith('IN_PROGRESS') else {'finishedAt': deployment['updatedAt']}
    return {
        'serviceDeploymentArn': arn_of(service, 'service-deployment', deployment),
        'serviceArn': service['serviceArn'], 'clusterArn': service['clusterArn'],
        'createdAt': deployment['createdAt'], 'startedAt': deployment['createdAt'], **ended,
        'targetServiceRevisionArn': arn_of(service, 'service-revision', deployment),
        'status': status, 'statusReason': deployment.get('rolloutStateReason') or '',
    }


def revision_summary(service, deployment):
    return {
        'arn': arn_of(service, 'service-revision', deployment),
        'requestedTaskCount': deployment['desiredCount'], 'runningTaskCount': deployment['runningCount'], 'pendingTaskCount': deployment['pendingCount'],
    }


def breaker_state(service, deployment, status):
    breaker = (service.get('deploymentConfiguration') or {}).get('deploymentCircuitBreaker') or {}
    if not breaker.get('enable'):
        return 'DISABLED'
    if deployment['rolloutState'] == 'FAILED':
        return 'TRIGGERED'
    return 'MONITORING' if status == 'IN_PROGRESS' else 'MONITORING_COMPLETE'


def whole(service, deployment):
    told = brief(service, deployment)
    target, status = told.pop('targetServiceRevisionArn'), told['status']
    before = next((each for each in history[service['serviceArn']] if each['createdAt'] < deployment['createdAt'] and each.get('_mm_succeeded')), None)
    if status.startswith('ROLLBACK') and before:
        told['rollback'] = {'reason': told['statusReason'], 'startedAt': deployment['updatedAt'], 'serviceRevisionArn': arn_of(service, 'service-revision', before)}
    return {
        **told, 'updatedAt': deployment['updatedAt'], 'deploymentConfiguration': service.get('deploymentConfiguration'),
        'sourceServiceRevisions': [revision_summary(service, before)] if before else [],
        'targetServiceRevision': {**revision_summary(service, deployment), 'arn': target},
        'deploymentCircuitBreaker': {
            'status': breaker_state(service, deployment, status),
            'failureCount': deployment.get('failedTasks', 0), 'threshold': ecs._circuit_breaker_threshold(service),
        },
    }


def found_by(kind, arns):
    for arn in arns:
        for service in list(ecs._services.values()):
            remember(service)
            for deployment in history[service['serviceArn']]:
                if arn_of(service, kind, deployment) == arn:
                    yield service, deployment


def images(deployment):
    """https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerImage.html"""
    definition = ecs._task_defs.get(deployment['taskDefinition'].rsplit('/', 1)[1]) or {}
    return [{'containerName': each['name'], 'image': each['image']} for each in definition.get('containerDefinitions', [])]


def revision(service, deployment):
    return {
        'serviceRevisionArn': arn_of(service, 'service-revision', deployment), 'serviceArn': service['serviceArn'], 'clusterArn': service['clusterArn'],
        'taskDefinition': deployment['taskDefinition'], 'createdAt': deployment['createdAt'], 'launchType': service.get('launchType') or 'FARGATE',
        'networkConfiguration': service.get('networkConfiguration'), 'loadBalancers': service.get('loadBalancers'), 'containerImages': images(deployment),
    }


def stop(data):
    """https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_StopServiceDeployment.html"""
    arn = data.get('serviceDeploymentArn', '')
    found = next(found_by('service-deployment', [arn]), None)
    if not found:
        return ecs.error_response_json('ServiceDeploymentNotFoundException', 'The service deploy ARN that you specified does not exist.', 400)
    service, deployment = found
    if status_of(service, deployment) != 'IN_PROGRESS':
        return ecs.error_response_json('ConflictException', 'The service deployment has ended.', 400)
    go_back(service, deployment)
    return ecs.json_response({'serviceDeploymentArn': arn})


def go_back(service, deployment):
    """What MiniStack does when the circuit breaker trips."""
    cluster = service['clusterArn'].rsplit('/', 1)[1]
    key = f"{cluster}/{service['serviceName']}"
    with resource_lock('ecs-service', key):
        deployment.update(rolloutState='FAILED', rolloutStateReason='Service deployment stopped by user.', desiredCount=0, updatedAt=ecs._iso())
        before = next((each for each in service['deployments'] if each is not deployment and each['rolloutState'] == 'COMPLETED'), None)
        if before:
            deployment['status'] = 'ACTIVE'
            before.update(status='PRIMARY', desiredCount=service['desiredCount'], rolloutState='IN_PROGRESS', rolloutStateReason='ECS deployment rollback in progress.', updatedAt=ecs._iso())
            service['taskDefinition'] = before['taskDefinition']
    ecs._reconcile_service_tasks(cluster, key)
    if before:
        ecs._schedule_service_deployment_completion(cluster, key, ecs.get_account_id(), ecs.get_region())


def install():
    # MiniStack doesn't tell it, and so doesn't know it for a time.
    need(ecs, '_ECS_TIMESTAMP_FIELDS').add('finishedAt')

    @wrap(ecs, '_refresh_service_state')
    def refresh(original, cluster, group):
        service = ecs._services.get(f"{cluster}/{(group or '').removeprefix('service:')}")
        if service:
            remember(service)
        return original(cluster, group)

    @wrap(ecs, '_list_service_deployments')
    def list_deployments(_original, data):
        service = service_by(data.get('service', ''), data.get('cluster'))
        if not service:
            return ecs.error_response_json('ServiceNotFoundException', 'Service not found.', 400)
        remember(service)
        told = [brief(service, each) for each in history[service['serviceArn']]]
        wanted = data.get('status')
        return ecs.json_response({'serviceDeployments': [each for each in told if not wanted or each['status'] in wanted]})

    @wrap(ecs, '_describe_service_deployments')
    def describe_deployments(_original, data):
        return ecs.json_response({'serviceDeployments': [whole(*each) for each in found_by('service-deployment', data.get('serviceDeploymentArns', []))], 'failures': []})

    @wrap(ecs, '_describe_service_revisions')
    def describe_revisions(_original, data):
        return ecs.json_response({'serviceRevisions': [revision(*each) for each in found_by('service-revision', data.get('serviceRevisionArns', []))], 'failures': []})

    need(ecs, '_ACTION_MAP')['StopServiceDeployment'] = stop
