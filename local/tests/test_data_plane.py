"""Containers behind the interfaces: balancers, names, the database's bytes."""
import urllib.error
import urllib.request

from conftest import wait_until

SERVER = "require('http').createServer((q, r) => r.end('{answer}')).listen({port}, '{host}')"


def balancer(scheme, subnets):
    return {'Type': 'AWS::ElasticLoadBalancingV2::LoadBalancer', 'Properties': {'Scheme': scheme, 'Subnets': subnets}}


def network():
    return {
        'Vpc': {'Type': 'AWS::EC2::VPC', 'Properties': {'CidrBlock': '10.8.0.0/16'}},
        'Subnet': {'Type': 'AWS::EC2::Subnet', 'Properties': {'VpcId': {'Ref': 'Vpc'}, 'CidrBlock': '10.8.1.0/24'}},
    }


def get(url, host=None):
    request = urllib.request.Request(url, headers={'Host': host} if host else {})
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def server(engine, aws, answer, host='0.0.0.0'):
    """A container in the local AWS's network; returns it and its address."""
    name = f'mm-local-{aws.name}'
    container = engine.containers.run('node:20-alpine', ['node', '-e', SERVER.format(answer=answer, port=8000, host=host)], detach=True, network=name, labels={'org.mm.local-aws': aws.name})
    container.reload()
    return container, container.attrs['NetworkSettings']['Networks'][name]['IPAddress']


def test_a_balancer_sends_requests_to_healthy_targets_by_its_rules(aws, engine):
    group = {'Type': 'AWS::ElasticLoadBalancingV2::TargetGroup', 'Properties': {'VpcId': {'Ref': 'Vpc'}, 'TargetType': 'ip', 'Protocol': 'HTTP', 'Port': 8000, 'HealthCheckIntervalSeconds': 5, 'UnhealthyThresholdCount': 2}}
    outputs = aws.deploy({
        **network(),
        'Balancer': balancer('internet-facing', [{'Ref': 'Subnet'}]),
        'Listener': {'Type': 'AWS::ElasticLoadBalancingV2::Listener', 'Properties': {'LoadBalancerArn': {'Ref': 'Balancer'}, 'Port': 80, 'Protocol': 'HTTP', 'DefaultActions': [{'Type': 'fixed-response', 'FixedResponseConfig': {'StatusCode': '404', 'MessageBody': 'nobody', 'ContentType': 'text/plain'}}]}},
        'Group': group,
        'Rule': {'Type': 'AWS::ElasticLoadBalancingV2::ListenerRule', 'Properties': {'ListenerArn': {'Ref': 'Listener'}, 'Priority': 5, 'Conditions': [{'Field': 'path-pattern', 'PathPatternConfig': {'Values': ['/api/*']}}], 'Actions': [{'Type': 'forward', 'TargetGroupArn': {'Ref': 'Group'}}]}},
    }, {'Name': {'Fn::GetAtt': ['Balancer', 'DNSName']}, 'Group': {'Ref': 'Group'}})
    url = f"http://{outputs['Name']}"
    assert outputs['Name'].startswith('127.0.0.1:')
    wait_until(lambda: answers(url))
    assert get(f'{url}/') == (404, 'nobody')
    assert get(f'{url}/api/x')[0] == 503

    _, well = server(engine, aws, 'well')
    _, deaf = server(engine, aws, 'deaf', host='127.0.0.1')
    elb = aws.client('elbv2')
    elb.register_targets(TargetGroupArn=outputs['Group'], Targets=[{'Id': well, 'Port': 8000}, {'Id': deaf, 'Port': 8000}])
    states = lambda: {each['Target']['Id']: each['TargetHealth']['State'] for each in elb.describe_target_health(TargetGroupArn=outputs['Group'])['TargetHealthDescriptions']}
    wait_until(lambda: states() == {well: 'healthy', deaf: 'unhealthy'})
    assert {get(f'{url}/api/x') for _ in range(6)} == {(200, 'well')}


def output_of(engine, command, volume):
    """What a command prints that sees the volume at /v. Not run(remove=True): a container that ends at once may be gone before it's read."""
    container = engine.containers.run('node:20-alpine', ['sh', '-c', command], detach=True, volumes={volume: {'bind': '/v'}})
    container.wait()
    output = container.logs().decode()
    container.remove()
    return output


def answers(url):
    try:
        return get(url)
    except OSError:
        return None


def test_names_of_a_private_zone_lead_to_the_internal_balancer_also_when_they_come_later(aws, engine):
    outputs = aws.deploy({
        **network(),
        'Zone': {'Type': 'AWS::Route53::HostedZone', 'Properties': {'Name': 'later.internal', 'VPCs': [{'VPCId': {'Ref': 'Vpc'}, 'VPCRegion': {'Ref': 'AWS::Region'}}]}},
        'Balancer': balancer('internal', [{'Ref': 'Subnet'}]),
        'Listener': {'Type': 'AWS::ElasticLoadBalancingV2::Listener', 'Properties': {'LoadBalancerArn': {'Ref': 'Balancer'}, 'Port': 80, 'Protocol': 'HTTP', 'DefaultActions': [{'Type': 'fixed-response', 'FixedResponseConfig': {'StatusCode': '200', 'MessageBody': 'inside', 'ContentType': 'text/plain'}}]}},
    }, {'Zone': {'Ref': 'Zone'}, 'Name': {'Fn::GetAtt': ['Balancer', 'DNSName']}, 'AliasZone': {'Fn::GetAtt': ['Balancer', 'CanonicalHostedZoneID']}})
    assert outputs['Name'].startswith('internal-') or outputs['Name'].endswith('.elb.amazonaws.com')
    names = engine.containers.get(f'mm-local-{aws.name}-names')
    resolver = names.attrs['NetworkSettings']['Networks'][f'mm-local-{aws.name}']['IPAddress']
    task = engine.containers.run('node:20-alpine', ['sleep', '120'], detach=True, network=f'mm-local-{aws.name}', dns=[resolver], labels={'org.mm.local-aws': aws.name})
    aws.deploy({'Record': {'Type': 'AWS::Route53::RecordSet', 'Properties': {'HostedZoneId': outputs['Zone'], 'Name': 'api.later.internal.', 'Type': 'A', 'AliasTarget': {'DNSName': outputs['Name'], 'HostedZoneId': outputs['AliasZone']}}}})
    fetch = ['node', '-e', "fetch('http://api.later.internal').then(a => a.text()).then(console.log, () => process.exit(1))"]
    wait_until(lambda: task.exec_run(fetch) == (0, b'inside\n'))


def test_a_database_heals_with_its_data_and_a_snapshot_holds_its_bytes(aws, engine):
    secret = lambda user: {'Type': 'AWS::SecretsManager::Secret', 'Properties': {'SecretString': f'{{"username": "{user}", "password": "pw", "dbname": "app"}}'}}
    header = 'VOL=${Volume}\nENI=${Interface}\nENI_IP=${Interface.PrimaryPrivateIpAddress}\nSELF=db-0.test.internal\nSET=rs0\nADMIN_SECRET=${Admin}\nAPP_SECRET=${App}\n'
    outputs = aws.deploy({
        **network(),
        'Admin': secret('root'), 'App': secret('app'),
        'Volume': {'Type': 'AWS::EC2::Volume', 'Properties': {'AvailabilityZone': 'eu-central-1a', 'Size': 8}},
        'Interface': {'Type': 'AWS::EC2::NetworkInterface', 'Properties': {'SubnetId': {'Ref': 'Subnet'}}},
        'Template': {'Type': 'AWS::EC2::LaunchTemplate', 'Properties': {'LaunchTemplateData': {'ImageId': 'ami-1', 'InstanceType': 't4g.small', 'UserData': {'Fn::Base64': {'Fn::Sub': header}}, 'TagSpecifications': [{'ResourceType': 'instance', 'Tags': [{'Key': 'mm:role', 'Value': 'db'}]}]}}},
        'Group': {'Type': 'AWS::AutoScaling::AutoScalingGroup', 'Properties': {'MinSize': '1', 'MaxSize': '1', 'VPCZoneIdentifier': [{'Ref': 'Subnet'}], 'LaunchTemplate': {'LaunchTemplateId': {'Ref': 'Template'}, 'Version': {'Fn::GetAtt': ['Template', 'LatestVersionNumber']}}}},
    }, {'Volume': {'Ref': 'Volume'}, 'Group': {'Ref': 'Group'}})
    ec2, scaling = aws.client('ec2'), aws.client('autoscaling')
    instance = lambda: (scaling.describe_auto_scaling_groups(AutoScalingGroupNames=[outputs['Group']])['AutoScalingGroups'][0]['Instances'] or [{}])[0]
    bytes_of = lambda identifier, command: output_of(engine, command, f'mm-local-{aws.name}-{identifier}')
    bytes_of(outputs['Volume'], 'echo precious > /v/mark')

    first = instance()['InstanceId']
    ec2.terminate_instances(InstanceIds=[first])
    wait_until(lambda: instance().get('InstanceId') not in (None, first) and instance().get('LifecycleState') == 'InService', 60)
    assert bytes_of(outputs['Volume'], 'cat /v/mark') == 'precious\n'

    snapshot = ec2.create_snapshot(VolumeId=outputs['Volume'], TagSpecifications=[{'ResourceType': 'snapshot', 'Tags': [{'Key': 'mm:kind', 'Value': 'manual'}]}])
    assert snapshot['State'] == 'pending'
    wait_until(lambda: ec2.describe_snapshots(SnapshotIds=[snapshot['SnapshotId']])['Snapshots'][0]['State'] == 'completed')
    bytes_of(outputs['Volume'], 'echo later > /v/mark')
    copy = ec2.create_volume(SnapshotId=snapshot['SnapshotId'], AvailabilityZone='eu-central-1a')['VolumeId']
    assert bytes_of(copy, 'cat /v/mark') == 'precious\n'
