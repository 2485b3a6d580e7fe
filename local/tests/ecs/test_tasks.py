"""https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html"""
import json
import re
import time

import pytest
from conftest import wait_until

HOLD = 'setInterval(() => {}, 1000)'


def test_a_container_gets_what_its_definition_says(aws, cluster):
    secrets, ssm = aws('secretsmanager'), aws('ssm')
    secret = secrets.create_secret(Name=cluster.name, SecretString='{"password": "hidden", "port": 27017}')['ARN']
    ssm.put_parameter(Name=f'/{cluster.name}/flag', Type='SecureString', Value='on')
    arn = cluster.run(cluster.container(
        """const {execSync} = require('child_process'), fs = require('fs')
        const attempt = path => { try { fs.writeFileSync(path + '/x', 'x'); return 'written' } catch (error) { return error.code } }
        console.log(JSON.stringify({
          env: process.env, uid: process.getuid(), cwd: process.cwd(), root: attempt('/opt'), tmp: attempt('/tmp'), shared: attempt('/shared'),
          first: execSync('cat /proc/1/cmdline').toString().split('\\0')[0], memory: ['memory.max', 'memory/memory.limit_in_bytes'].map(file => '/sys/fs/cgroup/' + file).filter(fs.existsSync).map(file => fs.readFileSync(file, 'utf8').trim())[0],
        }))""",
        user='1000', readonlyRootFilesystem=True, memory=256, workingDirectory='/usr',
        environment=[{'name': 'PLAIN', 'value': 'text'}],
        secrets=[{'name': 'WHOLE', 'valueFrom': secret}, {'name': 'PASSWORD', 'valueFrom': f'{secret}:password::'}, {'name': 'PORT', 'valueFrom': f'{secret}:port::'}, {'name': 'FLAG', 'valueFrom': f'arn:aws:ssm:eu-central-1:123456789012:parameter/{cluster.name}/flag'}],
        linuxParameters={'initProcessEnabled': True, 'tmpfs': [{'containerPath': '/tmp', 'size': 16, 'mountOptions': ['mode=1777']}]},
        mountPoints=[{'sourceVolume': 'shared', 'containerPath': '/shared'}],
    ), volumes=[{'name': 'shared'}])
    seen = cluster.printed(arn)
    env = seen['env']
    assert (env['PLAIN'], json.loads(env['WHOLE'])['password'], env['PASSWORD'], env['PORT'], env['FLAG']) == ('text', 'hidden', 'hidden', '27017', 'on')
    assert not [key for key in env if key in ('AWS_ENDPOINT_URL', 'AWS_CONTAINER_CREDENTIALS_FULL_URI', 'ECS_CONTAINER_METADATA_URI_V4')]
    assert (seen['uid'], seen['cwd'], seen['memory']) == (1000, '/usr', str(256 * 1024 * 1024))
    assert (seen['root'], seen['tmp']) == ('EROFS', 'written')
    # An empty volume is root's.
    assert seen['shared'] == 'EACCES'
    assert seen['first'] != 'node'


def test_the_definition_comes_back_whole(cluster):
    container = cluster.container('0', linuxParameters={'initProcessEnabled': True}, healthCheck={'command': ['CMD-SHELL', 'true'], 'interval': 10, 'timeout': 3, 'retries': 2, 'startPeriod': 1}, stopTimeout=20, dependsOn=[{'containerName': 'side', 'condition': 'START'}])
    arn = cluster.define(container, cluster.container('0', name='side', essential=False), runtimePlatform={'cpuArchitecture': 'ARM64', 'operatingSystemFamily': 'LINUX'})
    described = cluster.ecs.describe_task_definition(taskDefinition=arn)['taskDefinition']
    assert described['runtimePlatform'] == {'cpuArchitecture': 'ARM64', 'operatingSystemFamily': 'LINUX'}
    assert {key: described['containerDefinitions'][0][key] for key in container} == container


def test_an_exit_is_told_with_its_code_and_the_last_lines_are_in_the_log(cluster):
    arn = cluster.run(cluster.container("console.log('starting'); console.error('it breaks here'); process.exit(3)"))
    task = cluster.wait(arn)
    assert (task['stopCode'], task['stoppedReason'], task['containers'][0]['exitCode']) == ('EssentialContainerExited', 'Essential container in task exited', 3)
    # Two streams of one container: the engine doesn't promise their order.
    assert sorted(cluster.lines(arn)) == ['it breaks here', 'starting']
    assert arn in cluster.ecs.list_tasks(cluster=cluster.name, desiredStatus='STOPPED')['taskArns']


def test_memory_that_runs_out_is_told(cluster):
    task = cluster.wait(cluster.run(cluster.container('const all = []; for (;;) all.push(Buffer.alloc(10e6, 1))', memory=64)))
    assert (task['containers'][0]['exitCode'], task['containers'][0]['reason']) == (137, 'OutOfMemoryError: Container killed due to memory usage')


@pytest.mark.parametrize('handler, code, least, most', [
    ("process.on('SIGTERM', () => { console.log('bye'); process.exit(0) })", 0, 0, 3),
    ("process.on('SIGTERM', () => console.log('bye'))", 137, 2, 8),
])
def test_a_stopped_task_gets_sigterm_and_is_killed_after_its_timeout(cluster, handler, code, least, most):
    arn = cluster.run(cluster.container(f"{handler}; console.log('up'); {HOLD}", stopTimeout=2))
    wait_until(lambda: cluster.lines(arn))
    start = time.time()
    stopping = cluster.ecs.stop_task(cluster=cluster.name, task=arn, reason='a person said so')['task']
    assert (stopping['desiredStatus'], stopping['stopCode']) == ('STOPPED', 'UserInitiated') and stopping['lastStatus'] != 'STOPPED'
    task = cluster.wait(arn)
    assert least <= time.time() - start <= most
    assert (task['stoppedReason'], task['containers'][0]['exitCode']) == ('a person said so', code)
    assert cluster.lines(arn)[-1] == 'bye'


def test_the_end_of_an_essential_container_ends_the_others(cluster, engine):
    arn = cluster.run(cluster.container('setTimeout(() => process.exit(1), 1000)'), cluster.container(HOLD, name='side', essential=False, stopTimeout=2))
    task = cluster.wait(arn)
    assert {each['name']: each['exitCode'] for each in task['containers']} == {'web': 1, 'side': 137}
    assert engine.containers.list(all=True, filters={'label': f'com.amazonaws.ecs.task-arn={arn}'}) == []


@pytest.mark.parametrize('container, reason', [
    ({'image': '127.0.0.1:9/nowhere:1'}, 'ImageNotFound|CannotPull|unable to pull image'),
    ({'secrets': [{'name': 'A', 'valueFrom': 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:missing-abcdef'}]}, 'ResourceInitializationError: unable to pull secrets'),
    ({'logConfiguration': {'logDriver': 'awslogs', 'options': {'awslogs-group': '/missing', 'awslogs-region': 'eu-central-1', 'awslogs-stream-prefix': 'x'}}}, 'The specified log group does not exist'),
])
def test_what_a_task_lacks_stops_it_with_the_reason(cluster, container, reason):

    task = cluster.wait(cluster.run(cluster.container('0', **container)))
    assert task['stopCode'] == 'TaskFailedToStart' and re.search(reason, task['stoppedReason'])


def test_a_definition_s_health_check_is_the_container_s_health(cluster):
    def check(command):
        return {'command': ['CMD-SHELL', command], 'interval': 5, 'timeout': 2, 'retries': 1}
    well = cluster.run(cluster.container(HOLD, healthCheck={**check('true'), 'interval': 1}))
    ill = cluster.run(cluster.container(HOLD, healthCheck={**check('false'), 'interval': 1}))
    none = cluster.run(cluster.container(HOLD))
    wait_until(lambda: cluster.task(well)['healthStatus'] == 'HEALTHY' and cluster.task(ill)['containers'][0]['healthStatus'] == 'UNHEALTHY')
    assert cluster.task(none)['healthStatus'] == 'UNKNOWN'
    assert cluster.task(ill)['lastStatus'] == 'RUNNING'


def test_log_lines_come_at_once_with_their_own_times(cluster):
    arn = cluster.run(cluster.container(f"for (let i = 0; i < 500; i++) console.log('line ' + i); setTimeout(() => console.log('late'), 1500); {HOLD}"))
    wait_until(lambda: len(cluster.lines(arn)) == 500)
    assert cluster.lines(arn) == [f'line {i}' for i in range(500)]
    start = time.time()
    wait_until(lambda: cluster.lines(arn)[-1] == 'late', 5)
    assert time.time() - start < 4
    events = cluster.logs.filter_log_events(logGroupName=cluster.group)['events']
    assert 1000 < events[-1]['timestamp'] - events[-2]['timestamp'] < 3000
    assert len({event['eventId'] for event in events}) == 501


def test_a_command_in_a_container_is_refused_with_the_way_out(cluster):
    arn = cluster.run(cluster.container(HOLD))
    cluster.wait(arn, 'RUNNING')
    with pytest.raises(cluster.ecs.exceptions.TargetNotConnectedException, match='docker exec'):
        cluster.ecs.execute_command(cluster=cluster.name, task=arn, command='sh', interactive=True)


def depends(condition):
    return {'dependsOn': [{'containerName': 'first', 'condition': condition}]}


def test_a_container_begins_when_the_one_that_it_waits_for_has_ended(cluster):
    mounts = {'mountPoints': [{'sourceVolume': 'shared', 'containerPath': '/shared'}]}
    write = "setTimeout(() => require('fs').writeFileSync('/shared/x', 'written'), 1500)"
    arn = cluster.run(
        cluster.container(f"console.log(JSON.stringify(require('fs').readFileSync('/shared/x', 'utf8'))); {HOLD}", **mounts, **depends('SUCCESS')),
        cluster.container(write, name='first', essential=False, user='0', **mounts), volumes=[{'name': 'shared'}],
    )
    assert cluster.printed(arn) == 'written'
    task = cluster.wait(arn, 'RUNNING')
    records = {each['name']: each for each in task['containers']}
    wait_until(lambda: {each['name']: each.get('exitCode') for each in cluster.task(arn)['containers']} == {'web': None, 'first': 0})
    assert records['web']['lastStatus'] == 'RUNNING'


def test_a_task_does_not_start_when_a_container_fails_that_another_waits_for(cluster):
    arn = cluster.run(cluster.container("console.log('never')", **depends('SUCCESS')), cluster.container("console.log('no'); process.exit(2)", name='first', essential=False))
    task = cluster.wait(arn)
    assert (task['stopCode'], task['stoppedReason']) == ('TaskFailedToStart', 'Task failed to start')
    assert {each['name']: each.get('exitCode') for each in task['containers']} == {'web': None, 'first': 2}
    assert (cluster.lines(arn), cluster.lines(arn, 'first')) == ([], ['no'])


def test_the_end_alone_may_be_enough(cluster):
    arn = cluster.run(cluster.container("console.log('here')", **depends('COMPLETE')), cluster.container('process.exit(2)', name='first', essential=False))
    assert cluster.wait(arn)['stopCode'] == 'EssentialContainerExited' and cluster.lines(arn) == ['here']
