"""What a rule does. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html"""
import pytest
from conftest import wait_until
from network.support import ask, balancer, fixed, path_is, rule, up, vpc


def redirect(**config):
    return {'Type': 'redirect', 'RedirectConfig': {'StatusCode': 'HTTP_301', **config}}


@pytest.fixture(scope='module')
def plant(aws, engine):
    outputs = aws.deploy({
        **vpc(), **balancer('Balancer', 'internet-facing', fixed(404, 'nobody')),
        'Secure': rule('BalancerListener', 1, path_is('/secure*'), redirect(Protocol='HTTPS', Port='443')),
        'Moved': rule('BalancerListener', 2, path_is('/moved*'), redirect(Path='/to/#{path}', Query='from=#{host}')),
    }, {'Name': {'Fn::GetAtt': ['Balancer', 'DNSName']}})
    wait_until(lambda: up(outputs['Name']))
    return outputs


@pytest.mark.parametrize('path, location', [
    ('/secure', 'https://shop.test:443/secure'),
    ('/secure/a%20b?x=1&y=//', 'https://shop.test:443/secure/a%20b?x=1&y=//'),
    ('/moved', 'http://shop.test:8080/to/moved?from=shop.test'),
])
def test_a_redirect_keeps_what_it_does_not_name(plant, path, location):
    status, headers, _ = ask(plant['Name'], path, headers={'Host': 'shop.test:8080'})
    assert (status, headers['location']) == (301, location)
