"""A public and an internal balancer with target groups, containers to send requests to, and an HTTP client that shows what comes back."""
import http.client
import pathlib
import uuid

from conftest import wait_until

TARGET = (pathlib.Path(__file__).parent / 'target.mjs').read_text()
ELB = 'AWS::ElasticLoadBalancingV2::'


def fixed(status, body):
    return {'Type': 'fixed-response', 'FixedResponseConfig': {'StatusCode': str(status), 'MessageBody': body, 'ContentType': 'text/plain'}}


def forward(group):
    return {'Type': 'forward', 'TargetGroupArn': {'Ref': group}}


def vpc():
    return {
        'Vpc': {'Type': 'AWS::EC2::VPC', 'Properties': {'CidrBlock': '10.8.0.0/16'}},
        'Subnet': {'Type': 'AWS::EC2::Subnet', 'Properties': {'VpcId': {'Ref': 'Vpc'}, 'CidrBlock': '10.8.1.0/24'}},
    }


def target_group(path='/health', timeout=2):
    return {'Type': f'{ELB}TargetGroup', 'Properties': {
        'VpcId': {'Ref': 'Vpc'}, 'TargetType': 'ip', 'Protocol': 'HTTP', 'Port': 8000, 'HealthCheckPath': path,
        'HealthCheckIntervalSeconds': 5, 'HealthCheckTimeoutSeconds': timeout, 'HealthyThresholdCount': 2, 'UnhealthyThresholdCount': 2, 'Matcher': {'HttpCode': '200-299'},
    }}


def balancer(name, scheme, default):
    """A balancer and its listener on port 80."""
    return {
        name: {'Type': f'{ELB}LoadBalancer', 'Properties': {'Scheme': scheme, 'Subnets': [{'Ref': 'Subnet'}]}},
        f'{name}Listener': {'Type': f'{ELB}Listener', 'Properties': {'LoadBalancerArn': {'Ref': name}, 'Port': 80, 'Protocol': 'HTTP', 'DefaultActions': [default]}},
    }


def rule(listener, priority, condition, action):
    return {'Type': f'{ELB}ListenerRule', 'Properties': {'ListenerArn': {'Ref': listener}, 'Priority': priority, 'Conditions': [condition], 'Actions': [action]}}


def path_is(*values):
    return {'Field': 'path-pattern', 'PathPatternConfig': {'Values': list(values)}}


class Targets:
    """Containers of the local AWS's network; `remove` ends those that are left."""

    def __init__(self, aws, engine):
        self.aws, self.engine, self.network, self.started = aws, engine, f'mm-local-{aws.name}', []

    def start(self, name, host='0.0.0.0'):
        return self.run(['node', '--input-type=module', '-e', TARGET, name, host])

    def run(self, command, **options):
        container = self.engine.containers.run(
            'node:20-alpine', command, detach=True, init=True, network=self.network, labels={'org.mm.local-aws': self.aws.name}, **options,
        )
        container.reload()
        self.started.append(container)
        return container, self.address(container)

    def address(self, container):
        return container.attrs['NetworkSettings']['Networks'][self.network]['IPAddress']

    def resolver(self):
        return self.address(self.engine.containers.get(f'{self.network}-names'))

    def remove(self):
        for container in self.started:
            container.remove(force=True)


class Group:
    """A target group, as its balancer sees it."""

    def __init__(self, aws, arn):
        self.elb, self.arn = aws.client('elbv2'), arn

    def register(self, *addresses):
        self.elb.register_targets(TargetGroupArn=self.arn, Targets=[{'Id': each, 'Port': 8000} for each in addresses])

    def deregister(self, *addresses):
        self.elb.deregister_targets(TargetGroupArn=self.arn, Targets=[{'Id': each} for each in addresses])

    def health(self):
        described = self.elb.describe_target_health(TargetGroupArn=self.arn)['TargetHealthDescriptions']
        return {each['Target']['Id']: each['TargetHealth'] for each in described}

    def state(self, address):
        return self.health().get(address, {}).get('State')

    def until(self, address, state, seconds=30):
        wait_until(lambda: self.state(address) == state, seconds)
        return self.health().get(address)

    def serve(self, *addresses):
        """Registers them and waits until requests go there."""
        self.register(*addresses)
        for each in addresses:
            self.until(each, 'healthy')


def ask(name, path='/', method='GET', headers=None, body=None, timeout=10):
    """One request to a balancer by its DNSName: (status, headers, body)."""
    connection = http.client.HTTPConnection(name, timeout=timeout)
    try:
        connection.request(method, path, body=body, headers=headers or {})
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read().decode()
    finally:
        connection.close()


def up(name):
    """True when the balancer behind the name answers."""
    try:
        return ask(name)[0]
    except (OSError, http.client.HTTPException):
        return None


def unique(prefix):
    return f'{prefix}-{uuid.uuid4().hex[:8]}'
