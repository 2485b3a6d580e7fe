"""What the local AWS can't do is refused in AWS's way: an SDK asks again after a 5xx, and a person learns nothing."""
import urllib.error
import urllib.parse
import urllib.request

import pytest
from botocore.exceptions import ClientError

QUERY = ('cloudformation', 'ec2', 'elasticloadbalancing', 'autoscaling', 'iam', 'sts', 'sns', 'monitoring')
JSON = {
    'ecs': 'AmazonEC2ContainerServiceV20141113', 'ecr': 'AmazonEC2ContainerRegistry_V20150921', 'logs': 'Logs_20140328', 'secretsmanager': 'secretsmanager', 'ssm': 'AmazonSSM',
    'events': 'AWSEvents', 'kms': 'TrentService', 'servicediscovery': 'Route53AutoNaming_v20170314', 'application-autoscaling': 'AnyScaleFrontendService',
}


def ask(aws, service, body, headers):
    signed = {'Authorization': f'AWS4-HMAC-SHA256 Credential=test/20261124/eu-central-1/{service}/aws4_request, SignedHeaders=host, Signature=0', **headers}
    request = urllib.request.Request(aws.variables['AWS_ENDPOINT_URL'] + '/', data=body, headers=signed)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


@pytest.mark.parametrize('service', QUERY)
def test_an_unknown_action_of_a_query_service(aws, service):
    body = urllib.parse.urlencode({'Action': 'DoTheImpossible', 'Version': '2010-05-15'}).encode()
    status, text = ask(aws, service, body, {'Content-Type': 'application/x-www-form-urlencoded'})
    assert 400 <= status < 500 and '<Code>' in text, text


@pytest.mark.parametrize('service, target', JSON.items())
def test_an_unknown_action_of_a_json_service(aws, service, target):
    status, text = ask(aws, service, b'{}', {'Content-Type': 'application/x-amz-json-1.1', 'X-Amz-Target': f'{target}.DoTheImpossible'})
    assert 400 <= status < 500 and '__type' in text, text


@pytest.mark.parametrize('service, call, arguments', [
    ('application-autoscaling', 'describe_scalable_targets', {'ServiceNamespace': 'ecs'}),
    ('dlm', 'get_lifecycle_policies', {}),
    ('ecs', 'stop_service_deployment', {'serviceDeploymentArn': 'arn:aws:ecs:eu-central-1:123456789012:service-deployment/a/b/c'}),
    ('ecs', 'execute_command', {'cluster': 'none', 'task': 'none', 'command': 'sh', 'interactive': True}),
    ('ssm', 'send_command', {'DocumentName': 'AWS-RunShellScript', 'InstanceIds': ['i-00000000000000000']}),
    ('pricing', 'describe_services', {}),
    ('ce', 'get_cost_and_usage', {'TimePeriod': {'Start': '2026-01-01', 'End': '2026-01-02'}, 'Granularity': 'DAILY', 'Metrics': ['UnblendedCost']}),
])
def test_a_real_action_that_is_not_there(aws, service, call, arguments):
    with pytest.raises(ClientError) as refused:
        getattr(aws(service), call)(**arguments)
    assert 400 <= refused.value.response['ResponseMetadata']['HTTPStatusCode'] < 500


def test_a_body_that_is_no_request(aws):
    for headers in ({'Content-Type': 'application/x-amz-json-1.1', 'X-Amz-Target': f"{JSON['ecs']}.ListClusters"}, {'Content-Type': 'application/x-www-form-urlencoded'}):
        assert ask(aws, 'ecs', b'\x00\xff not a request', headers)[0] < 500
