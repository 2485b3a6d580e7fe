"""A service's tasks behind the balancers: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-load-balancing.html"""
import http.client
import io
import json
import tarfile
import threading

import pytest
from conftest import wait_until
from network.support import TARGET, Group, ask, balancer, forward, target_group, unique, vpc

DOCKERFILE = 'FROM node:20-alpine\nCOPY target.mjs /\nUSER node\nCMD ["sh", "-c", "exec node /target.mjs $NAME 0.0.0.0"]\n'


@pytest.fixture(scope='module')
def image(engine):
    context = io.BytesIO()
    with tarfile.open(fileobj=context, mode='w') as archive:
        for name, text in (('Dockerfile', DOCKERFILE), ('target.mjs', TARGET)):
            entry = tarfile.TarInfo(name)
            entry.size = len(text.encode())
            archive.addfile(entry, io.BytesIO(text.encode()))
    context.seek(0)
    tag = f"mm-local-test/{unique('target')}:1"
    engine.images.build(fileobj=context, custom_context=True, tag=tag, rm=True)
    yield tag
    engine.images.remove(tag, force=True)


def definition(image, name):
    return {'Type': 'AWS::ECS::TaskDefinition', 'Properties': {
        'Family': unique('target'), 'Cpu': '256', 'Memory': '512', 'NetworkMode': 'awsvpc', 'RequiresCompatibilities': ['FARGATE'],
        'ContainerDefinitions': [{
            'Name': 'app', 'Image': image, 'Essential': True, 'PortMappings': [{'ContainerPort': 8000}],
            'Environment': [{'Name': 'NAME', 'Value': name}, {'Name': 'BACKEND', 'Value': {'Fn::GetAtt': ['Internal', 'DNSName']}}],
        }],
    }}


def service(task, group, listener):
    return {'Type': 'AWS::ECS::Service', 'DependsOn': listener, 'Properties': {
        'Cluster': {'Ref': 'Cluster'}, 'TaskDefinition': {'Ref': task}, 'DesiredCount': 1, 'LaunchType': 'FARGATE',
        'NetworkConfiguration': {'AwsvpcConfiguration': {'Subnets': [{'Ref': 'Subnet'}]}},
        'LoadBalancers': [{'ContainerName': 'app', 'ContainerPort': 8000, 'TargetGroupArn': {'Ref': group}}],
        'DeploymentConfiguration': {'MinimumHealthyPercent': 100, 'MaximumPercent': 200, 'DeploymentCircuitBreaker': {'Enable': True, 'Rollback': True}},
    }}


@pytest.fixture(scope='module')
def shop(aws, image):
    outputs = aws.deploy({
        **vpc(),
        'Cluster': {'Type': 'AWS::ECS::Cluster'},
        'FrontGroup': target_group(), 'BackGroup': target_group(),
        **balancer('Public', 'internet-facing', forward('FrontGroup')),
        **balancer('Internal', 'internal', forward('BackGroup')),
        'FrontTask': definition(image, 'front'), 'Front': service('FrontTask', 'FrontGroup', 'PublicListener'),
        'BackTask': definition(image, 'back'), 'Back': service('BackTask', 'BackGroup', 'InternalListener'),
    }, {
        'Name': {'Fn::GetAtt': ['Public', 'DNSName']}, 'Cluster': {'Ref': 'Cluster'}, 'Front': {'Ref': 'Front'},
        'FrontGroup': {'Ref': 'FrontGroup'}, 'Internal': {'Fn::GetAtt': ['Internal', 'DNSName']}, 'Task': {'Ref': 'FrontTask'},
    })
    yield outputs
    ecs = aws.client('ecs')
    for arn in ecs.list_services(cluster=outputs['Cluster'])['serviceArns']:
        ecs.delete_service(cluster=outputs['Cluster'], service=arn, force=True)


def front_task(aws, shop):
    ecs = aws.client('ecs')
    arns = ecs.list_tasks(cluster=shop['Cluster'], serviceName=shop['Front'].rsplit('/', 1)[1])['taskArns']
    return ecs.describe_tasks(cluster=shop['Cluster'], tasks=arns)['tasks'][0]


def container_of(engine, task):
    return engine.containers.list(filters={'label': f"com.amazonaws.ecs.task-arn={task['taskArn']}"})[0]


def test_a_service_answers_at_the_public_balancer_s_name(shop):
    assert ask(shop['Name'], '/who')[::2] == (200, 'front GET /who')


def test_a_task_s_address_is_its_container_s_and_its_target_s(aws, engine, shop):
    task = front_task(aws, shop)
    private = next(each['value'] for each in task['attachments'][0]['details'] if each['name'] == 'privateIPv4Address')
    assert container_of(engine, task).attrs['NetworkSettings']['Networks'][f'mm-local-{aws.name}']['IPAddress'] == private
    assert Group(aws, shop['FrontGroup']).state(private) == 'healthy'


def test_a_task_reaches_the_other_service_by_the_internal_balancer_s_name(aws, engine, shop):
    fetch = ['node', '-e', "fetch(`http://${process.env.BACKEND}/x`).then(a => a.text()).then(console.log, e => { console.log(e); process.exit(1) })"]
    assert container_of(engine, front_task(aws, shop)).exec_run(fetch) == (0, b'back GET /x\n')


def test_a_rolling_update_loses_no_request(aws, shop):
    ecs = aws.client('ecs')
    current = ecs.describe_task_definition(taskDefinition=shop['Task'])['taskDefinition']
    current['containerDefinitions'][0]['environment'][0] = {'name': 'NAME', 'value': 'second'}
    second = ecs.register_task_definition(**{key: current[key] for key in ('family', 'cpu', 'memory', 'networkMode', 'requiresCompatibilities', 'containerDefinitions')})
    answers, over = [], threading.Event()

    def keep_asking():
        while not over.is_set():
            try:
                status, _, body = ask(shop['Name'], '/who')
                answers.append((status, body.split()[0]))
            except (OSError, http.client.HTTPException) as error:
                answers.append((0, repr(error)))

    asking = threading.Thread(target=keep_asking)
    asking.start()
    try:
        ecs.update_service(cluster=shop['Cluster'], service=shop['Front'], taskDefinition=second['taskDefinition']['taskDefinitionArn'])
        wait_until(lambda: answers and answers[-1] == (200, 'second'), 60)
        wait_until(lambda: settled(ecs, shop), 60)
    finally:
        over.set()
        asking.join()
    assert {each for each in answers if each not in ((200, 'front'), (200, 'second'))} == set(), json.dumps(answers[:3])
    assert (200, 'front') in answers


def settled(ecs, shop):
    found = ecs.describe_services(cluster=shop['Cluster'], services=[shop['Front']])['services'][0]
    return len(found['deployments']) == 1 and found['deployments'][0]['rolloutState'] == 'COMPLETED'
