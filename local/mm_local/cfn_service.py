"""A stack's ECS service: CloudFormation waits for its deployment, and fails with the circuit breaker.
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-service.html"""
import os
import time

from ministack.services import ecs
from ministack.services.cloudformation import provisioners, stacks

from .patching import need, wrap, wrap_handler
from .stack_events import creation_initiated
from .tasks import camel

# AWS waits for hours; nobody watching a local AWS does.
STABLE_TIMEOUT = float(os.environ.get('MM_LOCAL_STABLE_TIMEOUT', '180'))
BREAKER = "Error occurred during operation 'ECS Deployment Circuit Breaker was triggered'."
# Properties that MiniStack's handler doesn't hand to the service.
COPIED = ('HealthCheckGracePeriodSeconds', 'EnableExecuteCommand', 'PlatformVersion', 'PropagateTags', 'EnableECSManagedTags', 'AvailabilityZoneRebalancing')


def failure(message, code):
    return ValueError(f'Resource handler returned message: "{message}" (RequestToken: {ecs.new_uuid()}, HandlerErrorCode: {code})')


def by_name(props):
    """A cluster may be given by its ARN too."""
    return {**props, 'Cluster': props.get('Cluster', 'default').rsplit('/', 1)[-1]}


def service_of(arn):
    return ecs._services.get('/'.join(arn.rsplit('/', 2)[1:]))


def copy_properties(service, props):
    service.update({provisioners._cfn_to_camel(name): camel(props[name]) for name in COPIED if name in props})


def stabilised(act):
    """Does it, and waits for the deployment's outcome."""
    before = {deployment['id'] for service in ecs._services.values() for deployment in service.get('deployments') or [] if deployment.get('rolloutState') == 'FAILED'}
    result = act()
    creation_initiated(result[0])
    deadline = time.time() + STABLE_TIMEOUT
    while time.time() < deadline:
        service = service_of(result[0]) or {}
        if any(each.get('rolloutState') == 'FAILED' and each['id'] not in before for each in service.get('deployments') or []):
            raise failure(BREAKER, 'GeneralServiceException')
        primary = ecs._primary_deployment(service) or {}
        if primary.get('rolloutState') == 'COMPLETED' and service.get('runningCount') == service.get('desiredCount'):
            return result
        time.sleep(0.2)
    raise failure('Exceeded attempts to wait', 'NotStabilized')


def await_steady_state(arn):
    """A stack is rolled back when its service is: the tasks that were there before run, and no others."""
    deadline = time.time() + STABLE_TIMEOUT
    while time.time() < deadline:
        service = service_of(arn) or {}
        primary = ecs._primary_deployment(service) or {}
        others = [each for each in service.get('deployments') or [] if each is not primary and each['runningCount'] + each['pendingCount'] > 0]
        if primary.get('rolloutState') == 'COMPLETED' and not others and service.get('runningCount') == service.get('desiredCount'):
            return
        time.sleep(0.2)


def delete(arn, force=True, patience=150):
    """Until the last task has stopped."""
    _, cluster, name = arn.rsplit('/', 2)
    ecs._delete_service({'cluster': cluster, 'service': name, 'force': force})
    deadline = time.time() + patience
    while time.time() < deadline and any(
        task.get('group') == f'service:{name}' and task['clusterArn'].endswith(f'/{cluster}') and task['lastStatus'] != 'STOPPED' for task in list(ecs._tasks.values())
    ):
        time.sleep(0.1)


def install():
    handlers = need(provisioners, '_RESOURCE_HANDLERS')

    @wrap_handler(handlers, 'AWS::ECS::Service', 'create')
    def create(original, logical_id, props, stack):
        props = by_name({'ServiceName': provisioners._physical_name(stack, logical_id, max_len=255), **props})

        def act():
            result = original(logical_id, props, stack)
            copy_properties(service_of(result[0]), props)
            return result
        try:
            return stabilised(act)
        except ValueError:
            # AWS deletes what it couldn't create when the stack is rolled back; MiniStack forgets it.
            if service_of(f"/{props['Cluster']}/{props['ServiceName']}"):
                delete(f"/{props['Cluster']}/{props['ServiceName']}")
            raise

    @wrap_handler(handlers, 'AWS::ECS::Service', 'update')
    def update(original, arn, old, new, stack, *rest):
        old, new = by_name(old), by_name(new)

        def act():
            copy_properties(service_of(arn), new)
            return original(arn, old, new, stack, *rest)
        try:
            return stabilised(act)
        except ValueError:
            # MiniStack doesn't roll back the resource that failed itself: it gets its old properties back here.
            copy_properties(service_of(arn), old)
            original(arn, new, old, stack, *rest)
            await_steady_state(arn)
            raise

    @wrap_handler(handlers, 'AWS::ECS::Service', 'delete')
    def delete_service(_original, arn, _props):
        if service_of(arn):
            delete(arn)

    @wrap(stacks, '_runs_on_worker_thread')
    def on_worker_thread(original, resource_type):
        return resource_type in ('AWS::ECS::Service', 'AWS::AutoScaling::AutoScalingGroup') or original(resource_type)
