"""Services, by stacks and by their own API."""
import datetime
import urllib.request

import pytest
from conftest import wait_until
from stacks import deploy, propose, settle

HOLD = 'setInterval(() => {}, 1000)'
CRASH = "console.log('it breaks here'); process.exit(7)"
BREAKER = {'MinimumHealthyPercent': 100, 'MaximumPercent': 200, 'DeploymentCircuitBreaker': {'Enable': True, 'Rollback': True}}


def serve(status):
    return f"require('http').createServer((q, r) => {{ r.statusCode = {status}; r.end() }}).listen(8080)"


def resources(script, count=1, balanced=False, **container):
    log = {'LogDriver': 'awslogs', 'Options': {'awslogs-group': {'Ref': 'Log'}, 'awslogs-region': {'Ref': 'AWS::Region'}, 'awslogs-stream-prefix': 'app'}}
    made = {
        'Cluster': {'Type': 'AWS::ECS::Cluster'},
        'Log': {'Type': 'AWS::Logs::LogGroup'},
        'Task': {'Type': 'AWS::ECS::TaskDefinition', 'Properties': {'NetworkMode': 'awsvpc', 'RequiresCompatibilities': ['FARGATE'], 'Cpu': '256', 'Memory': '512', 'ContainerDefinitions': [
            {'Name': 'web', 'Image': 'node:20-alpine', 'Command': ['node', '-e', script], 'StopTimeout': 2, 'PortMappings': [{'ContainerPort': 8080}], 'LogConfiguration': log, **container}]}},
        'Service': {'Type': 'AWS::ECS::Service', 'Properties': {'Cluster': {'Ref': 'Cluster'}, 'LaunchType': 'FARGATE', 'TaskDefinition': {'Ref': 'Task'}, 'DesiredCount': count, 'DeploymentConfiguration': BREAKER}},
    }
    if balanced:
        made.update(balancer())
        made['Service'].update(DependsOn='Listener')
        made['Service']['Properties'].update(LoadBalancers=[{'ContainerName': 'web', 'ContainerPort': 8080, 'TargetGroupArn': {'Ref': 'Group'}}], HealthCheckGracePeriodSeconds=2)
    return made


def balancer():
    return {
        'Vpc': {'Type': 'AWS::EC2::VPC', 'Properties': {'CidrBlock': '10.5.0.0/16'}},
        'Subnet': {'Type': 'AWS::EC2::Subnet', 'Properties': {'VpcId': {'Ref': 'Vpc'}, 'CidrBlock': '10.5.1.0/24'}},
        'Balancer': {'Type': 'AWS::ElasticLoadBalancingV2::LoadBalancer', 'Properties': {'Scheme': 'internal', 'Subnets': [{'Ref': 'Subnet'}]}},
        'Group': {'Type': 'AWS::ElasticLoadBalancingV2::TargetGroup', 'Properties': {'VpcId': {'Ref': 'Vpc'}, 'Port': 8080, 'Protocol': 'HTTP', 'TargetType': 'ip', 'HealthCheckIntervalSeconds': 5, 'HealthyThresholdCount': 2, 'UnhealthyThresholdCount': 2, 'TargetGroupAttributes': [{'Key': 'deregistration_delay.timeout_seconds', 'Value': '1'}]}},
        'Listener': {'Type': 'AWS::ElasticLoadBalancingV2::Listener', 'Properties': {'LoadBalancerArn': {'Ref': 'Balancer'}, 'Port': 80, 'Protocol': 'HTTP', 'DefaultActions': [{'Type': 'forward', 'TargetGroupArn': {'Ref': 'Group'}}]}},
    }


@pytest.fixture
def stack(aws, engine, name):
    """Removes the stack, and with it the containers, after the test."""
    yield name
    cloudformation = aws('cloudformation')
    described = cloudformation.describe_stacks(StackName=name)['Stacks'][0]
    clusters = [each['PhysicalResourceId'] for each in cloudformation.describe_stack_resources(StackName=name)['StackResources'] if each['LogicalResourceId'] == 'Cluster']
    cloudformation.delete_stack(StackName=name)
    assert settle(cloudformation, described['StackId'])['StackStatus'] == 'DELETE_COMPLETE'
    for cluster in clusters:
        assert engine.containers.list(filters={'label': f'com.amazonaws.ecs.cluster=arn:aws:ecs:eu-central-1:123456789012:cluster/{cluster}'}) == []


class Watched:
    """The service of a stack."""

    def __init__(self, aws, stack):
        self.ecs, self.logs = aws('ecs'), aws('logs')
        ids = {each['LogicalResourceId']: each['PhysicalResourceId'] for each in aws('cloudformation').describe_stack_resources(StackName=stack)['StackResources']}
        self.cluster, self.arn, self.log, self.ids = ids['Cluster'], ids['Service'], ids['Log'], ids

    def describe(self):
        return self.ecs.describe_services(cluster=self.cluster, services=[self.arn])['services'][0]

    def tasks(self, status='RUNNING'):
        arns = self.ecs.list_tasks(cluster=self.cluster, serviceName=self.arn.rsplit('/', 1)[1], desiredStatus=status)['taskArns']
        return self.ecs.describe_tasks(cluster=self.cluster, tasks=arns)['tasks'] if arns else []


def failures(aws, stack):
    return [event.get('ResourceStatusReason', '') for event in aws('cloudformation').describe_stack_events(StackName=stack)['StackEvents'] if event['ResourceStatus'].endswith('_FAILED')]


def test_a_stack_is_complete_when_its_targets_are_healthy(aws, stack):
    made = deploy(aws('cloudformation'), stack, resources(serve(200), 2, balanced=True))
    assert made['StackStatus'] == 'CREATE_COMPLETE', failures(aws, stack)
    service = Watched(aws, stack)
    described = service.describe()
    assert (described['runningCount'], described['pendingCount'], len(described['deployments'])) == (2, 0, 1)
    assert (described['deployments'][0]['rolloutState'], described['healthCheckGracePeriodSeconds']) == ('COMPLETED', 2)
    assert 'has reached a steady state.' in described['events'][0]['message']
    targets = aws('elbv2').describe_target_health(TargetGroupArn=service.ids['Group'])['TargetHealthDescriptions']
    assert [each['TargetHealth']['State'] for each in targets] == ['healthy', 'healthy']


def test_a_first_version_that_crashes_is_rolled_back_with_the_breaker_s_words(aws, stack):
    cloudformation = aws('cloudformation')
    propose(cloudformation, stack, resources(CRASH), 'CREATE')
    cloudformation.execute_change_set(StackName=stack, ChangeSetName='proposal')
    events = lambda: cloudformation.describe_stack_events(StackName=stack)['StackEvents']
    # Its id is known while it's still being created: a tool can look at its tasks.
    arn = wait_until(lambda: next((event['PhysicalResourceId'] for event in events() if event['LogicalResourceId'] == 'Service' and event.get('ResourceStatusReason') == 'Resource creation Initiated'), None))
    cluster = arn.split('/')[1]
    assert wait_until(lambda: aws('ecs').list_tasks(cluster=cluster, desiredStatus='STOPPED')['taskArns'])
    assert settle(cloudformation, stack)['StackStatus'] == 'ROLLBACK_COMPLETE'
    assert any("ECS Deployment Circuit Breaker was triggered" in reason for reason in failures(aws, stack))


def test_a_crashing_update_leaves_the_version_before_serving(aws, stack):
    cloudformation = aws('cloudformation')
    deploy(cloudformation, stack, resources(HOLD))
    service = Watched(aws, stack)
    before = service.tasks()[0]
    assert deploy(cloudformation, stack, resources(CRASH), 'UPDATE')['StackStatus'] == 'UPDATE_ROLLBACK_COMPLETE'
    assert any("ECS Deployment Circuit Breaker was triggered" in reason for reason in failures(aws, stack))
    # At once: a stack that is rolled back has none of the new version's tasks left.
    assert [task['taskArn'] for task in service.tasks()] == [before['taskArn']]
    assert service.describe()['taskDefinition'] == before['taskDefinitionArn']
    crashed = service.tasks('STOPPED')[0]
    assert (crashed['stopCode'], crashed['containers'][0]['exitCode']) == ('EssentialContainerExited', 7)
    # Each is begun after the one before has ended.
    ends = sorted(service.tasks('STOPPED'), key=lambda task: task['createdAt'])
    assert all(first['executionStoppedAt'] <= second['createdAt'] for first, second in zip(ends, ends[1:]))
    assert any(crashed[time].microsecond for time in ('createdAt', 'startedAt', 'stoppedAt'))
    stream = f"app/web/{crashed['taskArn'].rsplit('/', 1)[1]}"
    assert [event['message'] for event in service.logs.get_log_events(logGroupName=service.log, logStreamName=stream)['events']] == ['it breaks here']


def test_a_deployment_that_is_stopped_goes_back_before_the_breaker_does(aws, stack):
    cloudformation = aws('cloudformation')
    deploy(cloudformation, stack, resources(HOLD))
    service = Watched(aws, stack)
    before = service.describe()['taskDefinition']
    propose(cloudformation, stack, resources(CRASH), 'UPDATE')
    cloudformation.execute_change_set(StackName=stack, ChangeSetName='proposal')
    going = wait_until(lambda: service.ecs.list_service_deployments(service=service.arn, cluster=service.cluster, status=['IN_PROGRESS'])['serviceDeployments'])
    service.ecs.stop_service_deployment(serviceDeploymentArn=going[0]['serviceDeploymentArn'], stopType='ROLLBACK')
    assert settle(cloudformation, stack)['StackStatus'] == 'UPDATE_ROLLBACK_COMPLETE'
    assert service.describe()['taskDefinition'] == before
    with pytest.raises(service.ecs.exceptions.ClientError, match='has ended|does not exist'):
        service.ecs.stop_service_deployment(serviceDeploymentArn=going[0]['serviceDeploymentArn'], stopType='ROLLBACK')


def test_a_new_version_replaces_the_old_one(aws, stack):
    cloudformation = aws('cloudformation')
    deploy(cloudformation, stack, resources(HOLD))
    service = Watched(aws, stack)
    before = service.tasks()[0]
    assert deploy(cloudformation, stack, resources(f'{HOLD} // second'), 'UPDATE')['StackStatus'] == 'UPDATE_COMPLETE'
    [after] = wait_until(lambda: len(service.tasks()) == 1 and service.tasks())
    assert after['taskDefinitionArn'] != before['taskDefinitionArn']
    [stopped] = service.tasks('STOPPED')
    assert (stopped['taskArn'], stopped['stopCode']) == (before['taskArn'], 'ServiceSchedulerInitiated')
    assert stopped['stoppedReason'].startswith('Scaling activity initiated by (deployment ecs-svc/')
    history = service.ecs.list_service_deployments(service=service.arn, cluster=service.cluster)['serviceDeployments']
    assert [each['status'] for each in history] == ['SUCCESSFUL', 'SUCCESSFUL']
    assert all(isinstance(each['finishedAt'], datetime.datetime) for each in history)
    [revision] = service.ecs.describe_service_revisions(serviceRevisionArns=[history[1]['targetServiceRevisionArn']])['serviceRevisions']
    assert (revision['taskDefinition'], revision['containerImages']) == (before['taskDefinitionArn'], [{'containerName': 'web', 'image': 'node:20-alpine'}])


def test_a_deployment_is_completed_when_nobody_reaches_the_old_tasks_any_more(aws, stack):
    def version(text):
        made = resources(f"require('http').createServer((q, r) => r.end('{text}')).listen(8080)", balanced=True)
        made['Balancer']['Properties']['Scheme'] = 'internet-facing'
        return made

    cloudformation, balancers = aws('cloudformation'), aws('elbv2')
    assert deploy(cloudformation, stack, version('one'))['StackStatus'] == 'CREATE_COMPLETE', failures(aws, stack)
    service = Watched(aws, stack)
    [balancer] = balancers.describe_load_balancers(LoadBalancerArns=[service.ids['Balancer']])['LoadBalancers']
    for text in ('two', 'three', 'four'):
        before = service.describe()['taskDefinition']
        propose(cloudformation, stack, version(text), 'UPDATE', change_set=text)
        cloudformation.execute_change_set(StackName=stack, ChangeSetName=text)

        def completed():
            [primary, *others] = service.describe()['deployments']
            return primary['taskDefinition'] != before and primary['rolloutState'] == 'COMPLETED' and [others]

        [others] = wait_until(completed, 60, every=0.01)
        with urllib.request.urlopen(f"http://{balancer['DNSName']}/", timeout=5) as answer:
            assert answer.read().decode() == text
        assert [each['runningCount'] for each in others] in ([], [0])
        assert settle(cloudformation, stack)['StackStatus'] == 'UPDATE_COMPLETE'


def test_a_target_that_stays_unhealthy_rolls_the_update_back(aws, stack):
    cloudformation = aws('cloudformation')
    assert deploy(cloudformation, stack, resources(serve(200), balanced=True))['StackStatus'] == 'CREATE_COMPLETE'
    assert deploy(cloudformation, stack, resources(serve(500), balanced=True), 'UPDATE', seconds=150)['StackStatus'] == 'UPDATE_ROLLBACK_COMPLETE'
    service = Watched(aws, stack)
    reasons = {task['stoppedReason'] for task in service.tasks('STOPPED')}
    assert f"Task failed ELB health checks in (target-group {service.ids['Group']})" in reasons
    assert any('Health checks failed with these codes: [500]' in event['message'] for event in service.describe()['events'])
    failed = next(each for each in service.ecs.list_service_deployments(service=service.arn, cluster=service.cluster)['serviceDeployments'] if each['status'].startswith('ROLLBACK'))
    [detail] = service.ecs.describe_service_deployments(serviceDeploymentArns=[failed['serviceDeploymentArn']])['serviceDeployments']
    assert detail['deploymentCircuitBreaker']['status'] == 'TRIGGERED' and detail['deploymentCircuitBreaker']['failureCount'] >= 3


def test_a_task_that_falls_ill_later_is_replaced(aws, stack, engine):
    once = "let ill = false; require('http').createServer((q, r) => { if (q.url === '/ill') ill = true; r.statusCode = ill ? 500 : 200; r.end() }).listen(8080)"
    deploy(aws('cloudformation'), stack, resources(once, balanced=True))
    service = Watched(aws, stack)
    [before] = service.tasks()
    container = engine.containers.list(filters={'label': f"com.amazonaws.ecs.task-arn={before['taskArn']}"})[0]
    container.exec_run(['node', '-e', "fetch('http://127.0.0.1:8080/ill')"])
    [after] = wait_until(lambda: [task for task in service.tasks() if task['taskArn'] != before['taskArn'] and task['lastStatus'] == 'RUNNING'], 40)
    assert after['taskDefinitionArn'] == before['taskDefinitionArn']


def test_a_container_that_is_killed_and_a_task_that_is_stopped_are_replaced(aws, stack, engine):
    deploy(aws('cloudformation'), stack, resources(HOLD))
    service = Watched(aws, stack)
    for end in (
        lambda task: engine.containers.list(filters={'label': f'com.amazonaws.ecs.task-arn={task}'})[0].remove(force=True),
        lambda task: service.ecs.stop_task(cluster=service.cluster, task=task),
    ):
        [before] = service.tasks()
        end(before['taskArn'])
        wait_until(lambda: [task['taskArn'] for task in service.tasks() if task['lastStatus'] == 'RUNNING'] not in ([], [before['taskArn']]))


def test_a_service_waits_for_its_containers_health(aws, stack):
    healthy_later = "setTimeout(() => require('fs').writeFileSync('/tmp/well', ''), 2000); " + HOLD
    check = {'Command': ['CMD-SHELL', 'test -e /tmp/well'], 'Interval': 5, 'Timeout': 2, 'Retries': 3}
    assert deploy(aws('cloudformation'), stack, resources(healthy_later, HealthCheck=check))['StackStatus'] == 'CREATE_COMPLETE'
    assert [task['healthStatus'] for task in Watched(aws, stack).tasks()] == ['HEALTHY']
