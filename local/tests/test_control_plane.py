"""What the plug-in adds to the services' interfaces."""
import json
import pathlib
import socket
import string
import time

import pytest


def test_it_listens_on_the_loopback_only(aws):
    """A neighbour on the network must not be able to start containers here."""
    process = pathlib.Path(f"/proc/{aws.state['pid']}")
    inodes = set()
    for descriptor in (process / 'fd').iterdir():
        try:
            target = str(descriptor.readlink())
        except OSError:
            continue
        if target.startswith('socket:['):
            inodes.add(target[8:-1])
    listening = []
    for table in ('tcp', 'tcp6'):
        for line in (process / 'net' / table).read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == '0A' and fields[9] in inodes:
                listening.append((table, fields[1].split(':')[0]))
    assert listening and all(entry == ('tcp', '0100007F') for entry in listening)


def test_a_secrets_ref_is_its_arn_and_its_password_keeps_to_the_rules(aws):
    outputs = aws.deploy({
        'Password': {'Type': 'AWS::SecretsManager::Secret', 'Properties': {'GenerateSecretString': {'SecretStringTemplate': '{"username":"app"}', 'GenerateStringKey': 'password', 'PasswordLength': 40, 'ExcludePunctuation': True}}},
        'Uri': {'Type': 'AWS::SecretsManager::Secret', 'Properties': {'SecretString': {'Fn::Sub': 'mongodb://app:{{resolve:secretsmanager:${Password}:SecretString:password}}@db'}}},
    }, {'Password': {'Ref': 'Password'}, 'Uri': {'Ref': 'Uri'}})
    assert outputs['Password'].startswith('arn:aws:secretsmanager:')
    secrets = aws.client('secretsmanager')
    password = json.loads(secrets.get_secret_value(SecretId=outputs['Password'])['SecretString'])['password']
    assert len(password) == 40 and not set(password) & set(string.punctuation)
    assert secrets.get_secret_value(SecretId=outputs['Uri'])['SecretString'] == f'mongodb://app:{password}@db'


def test_a_network_has_addresses_gateways_and_rules(aws):
    outputs = aws.deploy({
        'Vpc': {'Type': 'AWS::EC2::VPC', 'Properties': {'CidrBlock': '10.9.0.0/16'}},
        'Subnet': {'Type': 'AWS::EC2::Subnet', 'Properties': {'VpcId': {'Ref': 'Vpc'}, 'CidrBlock': '10.9.3.0/24'}},
        'Address': {'Type': 'AWS::EC2::EIP', 'Properties': {'Domain': 'vpc'}},
        'Nat': {'Type': 'AWS::EC2::NatGateway', 'Properties': {'SubnetId': {'Ref': 'Subnet'}, 'AllocationId': {'Fn::GetAtt': ['Address', 'AllocationId']}}},
        'Group': {'Type': 'AWS::EC2::SecurityGroup', 'Properties': {'GroupDescription': 'a', 'VpcId': {'Ref': 'Vpc'}}},
        'Rule': {'Type': 'AWS::EC2::SecurityGroupIngress', 'Properties': {'GroupId': {'Fn::GetAtt': ['Group', 'GroupId']}, 'IpProtocol': 'tcp', 'FromPort': 80, 'ToPort': 80, 'CidrIp': '10.0.0.0/8'}},
        'Interface': {'Type': 'AWS::EC2::NetworkInterface', 'Properties': {'SubnetId': {'Ref': 'Subnet'}, 'GroupSet': [{'Fn::GetAtt': ['Group', 'GroupId']}]}},
    }, {'Ip': {'Fn::GetAtt': ['Interface', 'PrimaryPrivateIpAddress']}, 'Group': {'Fn::GetAtt': ['Group', 'GroupId']}})
    assert outputs['Ip'].startswith('10.9.3.')
    [group] = aws.client('ec2').describe_security_groups(GroupIds=[outputs['Group']])['SecurityGroups']
    assert [(rule['FromPort'], rule['IpRanges'][0]['CidrIp']) for rule in group['IpPermissions']] == [(80, '10.0.0.0/8')]


def test_filter_log_events_pages_and_takes_a_streams_prefix(aws):
    logs = aws.client('logs')
    logs.create_log_group(logGroupName='pages')
    now = int(time.time() * 1000)
    for stream in ('a/1', 'b/1'):
        logs.create_log_stream(logGroupName='pages', logStreamName=stream)
        logs.put_log_events(logGroupName='pages', logStreamName=stream, logEvents=[{'timestamp': now + i, 'message': f'{stream} {i}'} for i in range(1200)])
    first = logs.filter_log_events(logGroupName='pages')
    assert len(first['events']) == 1000 and first['nextToken']
    everything = [event['eventId'] for page in logs.get_paginator('filter_log_events').paginate(logGroupName='pages') for event in page['events']]
    assert len(everything) == len(set(everything)) == 2400
    of_b = [event for page in logs.get_paginator('filter_log_events').paginate(logGroupName='pages', logStreamNamePrefix='b/') for event in page['events']]
    assert len(of_b) == 1200 and {event['logStreamName'] for event in of_b} == {'b/1'}


@pytest.mark.parametrize('name', ['/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64', '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64'])
def test_public_parameters_name_an_image(aws, name):
    assert aws.client('ssm').get_parameter(Name=name)['Parameter']['Value'].startswith('ami-')


def test_the_registry_is_on_the_loopback(aws):
    ecr = aws.client('ecr')
    uri = ecr.create_repository(repositoryName='shop/web')['repository']['repositoryUri']
    host, port = uri.split('/')[0].split(':')
    assert host == '127.0.0.1' and ecr.get_authorization_token()['authorizationData'][0]['proxyEndpoint'] == f'http://{host}:{port}'
    with socket.create_connection((host, int(port)), timeout=5):
        pass
