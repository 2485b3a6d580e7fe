"""Which rule a request meets. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html"""
import pytest
from conftest import wait_until
from network.support import ask, balancer, fixed, path_is, rule, up, vpc

RULES = {
    'Exact': (1, path_is('/exact'), fixed(200, 'exact')),
    'Tree': (2, path_is('/tree/*', '/other?'), fixed(200, 'tree')),
    'Host': (3, {'Field': 'host-header', 'HostHeaderConfig': {'Values': ['*.example.com']}}, fixed(200, 'host')),
    'Header': (4, {'Field': 'http-header', 'HttpHeaderConfig': {'HttpHeaderName': 'X-Version', 'Values': ['beta*']}}, fixed(200, 'header')),
    'Method': (5, {'Field': 'http-request-method', 'HttpRequestMethodConfig': {'Values': ['DELETE']}}, fixed(405, 'method')),
    'Moved': (6, path_is('/moved'), {'Type': 'redirect', 'RedirectConfig': {'Host': 'www.example.com', 'Path': '/#{path}', 'StatusCode': 'HTTP_302'}}),
    # Created with a lower priority than what it overlaps with.
    'Late': (50, path_is('/tree/late', '/late'), fixed(200, 'late')),
}


@pytest.fixture(scope='module')
def name(aws, engine):
    rules = {key: rule('BalancerListener', *each) for key, each in RULES.items()}
    outputs = aws.deploy({**vpc(), **balancer('Balancer', 'internet-facing', fixed(404, 'nobody')), **rules}, {'Name': {'Fn::GetAtt': ['Balancer', 'DNSName']}})
    wait_until(lambda: up(outputs['Name']))
    return outputs['Name']


@pytest.mark.parametrize('path, headers, method, expected', [
    ('/', {}, 'GET', (404, 'nobody')),
    ('/exact', {}, 'GET', (200, 'exact')),
    ('/exact?a=b', {}, 'GET', (200, 'exact')),
    ('/exact/more', {}, 'GET', (404, 'nobody')),
    ('/EXACT', {}, 'GET', (404, 'nobody')),
    ('/tree/a/b', {}, 'GET', (200, 'tree')),
    ('/tree', {}, 'GET', (404, 'nobody')),
    ('/other1', {}, 'GET', (200, 'tree')),
    ('/other12', {}, 'GET', (404, 'nobody')),
    ('/tree/late', {}, 'GET', (200, 'tree')),
    ('/late', {}, 'GET', (200, 'late')),
    ('/', {'Host': 'Shop.Example.com'}, 'GET', (200, 'host')),
    ('/', {'Host': 'shop.example.com:8080'}, 'GET', (200, 'host')),
    ('/', {'Host': 'example.com'}, 'GET', (404, 'nobody')),
    ('/', {'X-Version': 'BETA-2'}, 'GET', (200, 'header')),
    ('/', {'X-Version': 'stable'}, 'GET', (404, 'nobody')),
    ('/', {}, 'DELETE', (405, 'method')),
])
def test_the_first_rule_that_fits_by_priority(name, path, headers, method, expected):
    status, _, body = ask(name, path, method, headers)
    assert (status, body) == expected


def test_a_fixed_response_has_its_type_and_the_server_s_name(name):
    _, headers, _ = ask(name, '/exact')
    assert headers['content-type'] == 'text/plain' and headers['server'] == 'awselb/2.0'


def test_a_redirect_keeps_the_path(name):
    status, headers, _ = ask(name, '/moved', headers={'Host': 'shop.test'})
    assert status == 302
    assert headers['location'].split('?')[0].replace(':80/', '/') == 'http://www.example.com/moved'


def test_a_rule_that_is_made_later_and_one_that_is_removed(aws, name):
    elb = aws.client('elbv2')
    arn = next(each['LoadBalancerArn'] for each in elb.describe_load_balancers()['LoadBalancers'] if each['DNSName'] == name)
    listener = elb.describe_listeners(LoadBalancerArn=arn)['Listeners'][0]['ListenerArn']
    made = elb.create_rule(
        ListenerArn=listener, Priority=9, Conditions=[{'Field': 'path-pattern', 'Values': ['/new']}],
        Actions=[{'Type': 'fixed-response', 'FixedResponseConfig': {'StatusCode': '200', 'MessageBody': 'new', 'ContentType': 'text/plain'}}],
    )['Rules'][0]['RuleArn']
    wait_until(lambda: ask(name, '/new')[2] == 'new')
    elb.delete_rule(RuleArn=made)
    wait_until(lambda: ask(name, '/new')[2] == 'nobody')
