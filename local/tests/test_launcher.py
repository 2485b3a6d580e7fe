"""scripts/local-aws, as a person and the other scripts use it."""
import json
import os
import pathlib
import subprocess

import boto3
import pytest
from conftest import SCRIPT, wait_until

FOLDER = pathlib.Path(SCRIPT).parent.parent / '.local' / 'aws'


def run(*arguments, **variables):
    return subprocess.run([SCRIPT, *arguments], capture_output=True, text=True, env={**os.environ, **variables})


@pytest.fixture
def instance(name):
    """Starts one of that name, with these variables; ends it after the test."""
    def start(*arguments, **variables):
        started = run('start', '--name', name, *arguments, **variables)
        assert started.returncode == 0, started.stderr
        return json.loads(run('status', '--json', '--name', name).stdout)
    yield start
    run('stop', '--name', name)


def test_a_second_start_says_that_it_runs_and_a_second_stop_that_nothing_does(instance, name):
    state = instance()
    assert {'pid', 'port', 'endpoint', 'region', 'accountId', 'startedAt'} <= set(state)
    again = run('start', '--name', name)
    assert again.returncode == 0 and f"already runs: {state['endpoint']}" in again.stderr
    assert json.loads(run('status', '--json', '--name', name).stdout) == state
    assert run('stop', '--name', name).returncode == 0
    assert (run('status', '--name', name).stdout, run('status', '--name', name).returncode) == ('down\n', 1)
    assert run('stop', '--name', name).returncode == 0


def test_variables_lead_to_the_account_in_its_region(instance, name):
    instance('--region', 'us-west-2')
    variables = json.loads(run('env', '--json', '--name', name).stdout)
    told = subprocess.run(['sh', '-c', run('env', '--name', name).stdout + 'env'], capture_output=True, text=True).stdout
    assert all(f'{key}={value}\n' in told for key, value in variables.items())
    client = boto3.client('sns', endpoint_url=variables['AWS_ENDPOINT_URL'], region_name=variables['AWS_REGION'], aws_access_key_id=variables['AWS_ACCESS_KEY_ID'], aws_secret_access_key=variables['AWS_SECRET_ACCESS_KEY'])
    assert client.create_topic(Name='a')['TopicArn'] == 'arn:aws:sns:us-west-2:123456789012:a'


def test_one_that_was_killed_is_started_anew(instance, name):
    before = instance()
    os.kill(before['pid'], 9)
    wait_until(lambda: run('status', '--name', name).returncode == 1)
    assert instance()['pid'] != before['pid']


def test_a_state_of_another_process_ends_nothing(name):
    bystander = subprocess.Popen(['sleep', '60'])
    (FOLDER / name).mkdir(parents=True)
    (FOLDER / name / 'state.json').write_text(json.dumps({'pid': bystander.pid, 'endpoint': 'http://127.0.0.1:9', 'port': 9, 'region': 'x'}))
    assert run('stop', '--name', name).returncode == 0
    assert bystander.poll() is None
    bystander.kill()
    bystander.wait()


@pytest.mark.parametrize('arguments, code, told', [
    (['env', '--name', 'nothing-runs'], 1, 'scripts/local-aws start --name nothing-runs'),
    (['logs', '--name', 'nothing-runs'], 1, 'no log'),
    (['start', '--name', '../up'], 2, 'small letters'),
    (['fly'], 2, 'invalid choice'),
])
def test_wrong_use_is_told(arguments, code, told):
    ended = run(*arguments)
    assert ended.returncode == code and told in ended.stderr


def test_without_an_engine_stacks_work_and_tasks_say_why_they_do_not_start(instance, name):
    state = instance(DOCKER_HOST='unix:///nonexistent.sock')
    client = lambda service: boto3.client(service, endpoint_url=state['endpoint'], region_name=state['region'], aws_access_key_id='a', aws_secret_access_key='b')
    from stacks import deploy
    made = deploy(client('cloudformation'), name, {'Topic': {'Type': 'AWS::SNS::Topic'}, 'Balancer': {'Type': 'AWS::ElasticLoadBalancingV2::LoadBalancer', 'Properties': {'Scheme': 'internal'}}})
    assert made['StackStatus'] == 'CREATE_COMPLETE'
    breaker = {'DeploymentCircuitBreaker': {'Enable': True, 'Rollback': True}}
    failed = deploy(client('cloudformation'), f'{name}-service', {
        'Cluster': {'Type': 'AWS::ECS::Cluster'},
        'Task': {'Type': 'AWS::ECS::TaskDefinition', 'Properties': {'ContainerDefinitions': [{'Name': 'web', 'Image': 'node:20-alpine'}]}},
        'Service': {'Type': 'AWS::ECS::Service', 'Properties': {'Cluster': {'Ref': 'Cluster'}, 'TaskDefinition': {'Ref': 'Task'}, 'DesiredCount': 1, 'DeploymentConfiguration': breaker}},
    })
    assert failed['StackStatus'] == 'ROLLBACK_COMPLETE'
    ecs = client('ecs')
    ecs.create_cluster(clusterName='c')
    family = ecs.register_task_definition(family='f', containerDefinitions=[{'name': 'web', 'image': 'node:20-alpine'}])['taskDefinition']['taskDefinitionArn']
    task = ecs.run_task(cluster='c', taskDefinition=family)['tasks'][0]
    assert task['lastStatus'] == 'PENDING'
    stopped = wait_until(lambda: [each for each in ecs.describe_tasks(cluster='c', tasks=[task['taskArn']])['tasks'] if each['lastStatus'] == 'STOPPED'])
    assert (stopped[0]['stopCode'], 'no container engine answers' in stopped[0]['stoppedReason']) == ('TaskFailedToStart', True)
