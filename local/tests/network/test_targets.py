"""Which targets get requests, and what is said about the others.
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html"""
import pytest
from conftest import wait_until
from network.support import Group, ask, balancer, forward, target_group, unique, up, vpc


@pytest.fixture(scope='module')
def plant(aws, engine):
    outputs = aws.deploy(
        {**vpc(), 'Group': target_group(timeout=2), **balancer('Balancer', 'internet-facing', forward('Group'))},
        {'Name': {'Fn::GetAtt': ['Balancer', 'DNSName']}, 'Group': {'Ref': 'Group'}, 'Listener': {'Ref': 'BalancerListener'}},
    )
    wait_until(lambda: up(outputs['Name']))
    return outputs


@pytest.fixture
def name(plant):
    return plant['Name']


@pytest.fixture
def group(aws, plant):
    """A target group of the test's own: engines give an address that has become free to the next container."""
    elb = aws.client('elbv2')
    like = elb.describe_target_groups(TargetGroupArns=[plant['Group']])['TargetGroups'][0]
    kept = ('Protocol', 'Port', 'VpcId', 'TargetType', 'HealthCheckPath', 'HealthCheckIntervalSeconds', 'HealthCheckTimeoutSeconds', 'HealthyThresholdCount', 'UnhealthyThresholdCount', 'Matcher')
    arn = elb.create_target_group(Name=unique('group'), **{key: like[key] for key in kept})['TargetGroups'][0]['TargetGroupArn']
    elb.modify_listener(ListenerArn=plant['Listener'], DefaultActions=[{'Type': 'forward', 'TargetGroupArn': arn}])
    return Group(aws, arn)


def who(name, times=8):
    return {ask(name, '/who')[2].split()[0] for _ in range(times)}


def test_without_targets_the_answer_is_aws_s_page_503(name, group):
    status, headers, body = ask(name)
    assert status == 503 and headers['server'] == 'awselb/2.0'
    assert '<h1>503 Service Temporarily Unavailable</h1>' in body


def test_a_new_target_is_initial_and_then_takes_its_turn(name, group, targets):
    addresses = [targets.start(each)[1] for each in ('one', 'two')]
    group.register('192.0.2.1')
    assert group.health()['192.0.2.1'] == {'State': 'initial', 'Reason': 'Elb.RegistrationInProgress', 'Description': 'Target registration is in progress'}
    group.deregister('192.0.2.1')
    group.serve(*addresses)
    answers = [ask(name, '/who')[2].split()[0] for _ in range(10)]
    assert answers.count('one') == answers.count('two') == 5


def test_an_application_that_listens_on_its_own_loopback_is_not_reached(name, group, targets):
    well, deaf = targets.start('well')[1], targets.start('deaf', host='127.0.0.1')[1]
    group.register(well, deaf)
    group.until(well, 'healthy')
    assert group.until(deaf, 'unhealthy') == {'State': 'unhealthy', 'Reason': 'Target.FailedHealthChecks', 'Description': 'Health checks failed'}
    assert who(name) == {'well'}


def test_a_wrong_status_or_silence_takes_a_target_out_and_a_right_status_takes_it_back(name, group, targets):
    started = {each: targets.start(each) for each in ('well', 'sick', 'silent')}
    address = {each: started[each][1] for each in started}
    group.serve(*address.values())
    become(started['sick'][0], 404)
    # The kernel still takes connections for a process that stands still.
    started['silent'][0].pause()
    assert group.until(address['sick'], 'unhealthy') == {'State': 'unhealthy', 'Reason': 'Target.ResponseCodeMismatch', 'Description': 'Health checks failed with these codes: [404]'}
    assert group.until(address['silent'], 'unhealthy') == {'State': 'unhealthy', 'Reason': 'Target.Timeout', 'Description': 'Request timed out'}
    started['silent'][0].unpause()
    assert who(name) == {'well'}
    # Inside the matcher's range, if not 200.
    become(started['sick'][0], 204)
    group.until(address['sick'], 'healthy')
    assert {'well', 'sick'} <= who(name)


def become(container, status):
    assert container.exec_run(['node', '-e', f"fetch('http://127.0.0.1:8000/become/{status}')"])[0] == 0


def test_a_deregistered_target_gets_nothing_new(name, group, targets):
    addresses = {each: targets.start(each)[1] for each in ('stays', 'goes')}
    group.serve(*addresses.values())
    assert who(name) == {'stays', 'goes'}
    group.deregister(addresses['goes'])
    wait_until(lambda: who(name) == {'stays'})


def test_an_answer_that_is_not_http_is_502(name, group, targets):
    group.serve(targets.start('one')[1])
    status, _, body = ask(name, '/no-http')
    assert status == 502 and '<h1>502 Bad Gateway</h1>' in body
