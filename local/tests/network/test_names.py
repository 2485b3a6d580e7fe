"""Names inside the network. https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zones-private.html"""
import json

import pytest
from conftest import wait_until
from network.support import balancer, fixed, unique, up, vpc


@pytest.fixture(scope='module')
def zone(aws, engine):
    name = f"{unique('zone')}.internal"
    outputs = aws.deploy({
        **vpc(),
        'Zone': {'Type': 'AWS::Route53::HostedZone', 'Properties': {'Name': name, 'VPCs': [{'VPCId': {'Ref': 'Vpc'}, 'VPCRegion': {'Ref': 'AWS::Region'}}]}},
        **balancer('Inside', 'internal', fixed(200, 'inside')),
        **balancer('Outside', 'internet-facing', fixed(200, 'outside')),
    }, {'Zone': {'Ref': 'Zone'}, 'Inside': {'Fn::GetAtt': ['Inside', 'DNSName']}, 'InsideZone': {'Fn::GetAtt': ['Inside', 'CanonicalHostedZoneID']}, 'Outside': {'Fn::GetAtt': ['Outside', 'DNSName']}})
    return {**outputs, 'Name': name}


@pytest.fixture
def task(targets):
    """A container that asks the network's name server, as a task does."""
    container, _ = targets.run(['sleep', '300'], dns=[targets.resolver()])
    return container


def change(aws, zone, action, name, **record):
    aws.client('route53').change_resource_record_sets(HostedZoneId=zone['Zone'], ChangeBatch={'Changes': [{'Action': action, 'ResourceRecordSet': {'Name': name, 'Type': 'A', **record}}]})


def address(value):
    return {'TTL': 60, 'ResourceRecords': [{'Value': value}]}


def resolve(task, name):
    """The addresses, or the resolver's error code."""
    script = f"require('dns').lookup({json.dumps(name)}, {{ all: true }}, (e, found) => console.log(JSON.stringify(e ? e.code : found.map(each => each.address))))"
    return json.loads(task.exec_run(['node', '-e', script]).output)


def test_a_record_is_found_by_a_container_that_was_there_before_and_so_is_its_change(aws, zone, task):
    name = f"db.{zone['Name']}"
    change(aws, zone, 'CREATE', name, **address('10.8.1.20'))
    wait_until(lambda: resolve(task, name) == ['10.8.1.20'])
    change(aws, zone, 'UPSERT', name, **address('10.8.1.21'))
    wait_until(lambda: resolve(task, name) == ['10.8.1.21'])
    assert resolve(task, name.upper()) == ['10.8.1.21']
    change(aws, zone, 'DELETE', name, **address('10.8.1.21'))
    wait_until(lambda: resolve(task, name) != ['10.8.1.21'])


def test_an_internal_balancer_is_reached_by_its_name_and_by_an_alias_of_it(aws, zone, task):
    assert zone['Inside'].endswith('.elb.amazonaws.com')
    name = f"api.{zone['Name']}"
    change(aws, zone, 'CREATE', name, AliasTarget={'DNSName': zone['Inside'], 'HostedZoneId': zone['InsideZone'], 'EvaluateTargetHealth': False})
    for host in (zone['Inside'], name):
        fetch = ['node', '-e', f"fetch('http://{host}/').then(a => a.text()).then(console.log, () => process.exit(1))"]
        wait_until(lambda: task.exec_run(fetch) == (0, b'inside\n'))


def test_only_the_public_balancer_is_published_and_on_the_loopback_alone(aws, engine, zone):
    wait_until(lambda: up(zone['Outside']))
    bindings = {}
    for container in engine.containers.list(filters={'label': f'org.mm.local-aws={aws.name}'}):
        for port, published in container.attrs['NetworkSettings']['Ports'].items():
            for each in published or []:
                bindings.setdefault(each['HostIp'], []).append((port, each['HostPort']))
    assert set(bindings) == {'127.0.0.1'}
    published_at_80 = [port for inner, port in bindings['127.0.0.1'] if inner == '80/tcp']
    public = [each['DNSName'] for each in aws.client('elbv2').describe_load_balancers()['LoadBalancers'] if each['Scheme'] == 'internet-facing']
    assert zone['Outside'] in public and sorted(published_at_80) == sorted(each.split(':')[1] for each in public)


def test_a_private_zone_has_the_last_word_on_its_names(aws, zone, task):
    change(aws, zone, 'CREATE', f"db-0.main.{zone['Name']}", **address('10.8.1.30'))
    wait_until(lambda: resolve(task, f"db-0.main.{zone['Name']}") == ['10.8.1.30'])
    script = "new (require('dns').Resolver)().resolve4(process.argv[1], (e, found) => console.log(e ? e.code : found))"
    codes = {name: task.exec_run(['node', '-e', script, f"{name}{zone['Name']}"]).output.decode().strip() for name in ('nothing.', 'main.', '')}
    assert codes == {'nothing.': 'ENOTFOUND', 'main.': 'ENODATA', '': 'ENODATA'}


def test_what_is_no_question_does_no_harm_and_tcp_is_answered(aws, zone, task, targets):
    name = f"tcp.{zone['Name']}"
    change(aws, zone, 'CREATE', name, **address('10.8.1.31'))
    wait_until(lambda: resolve(task, name) == ['10.8.1.31'])
    junk = "const s = require('dgram').createSocket('udp4'); for (const text of ['', 'abc', 'x'.repeat(13), '\\xff'.repeat(40)]) s.send(text, 53, process.argv[1]); setTimeout(() => s.close(), 200)"
    assert task.exec_run(['node', '-e', junk, targets.resolver()])[0] == 0
    question = b'\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00' + b''.join(bytes([len(part)]) + part for part in name.encode().split(b'.')) + b'\x00\x00\x01\x00\x01'
    over_tcp = "const s = require('net').connect(53, process.argv[1], () => s.write(Buffer.from(process.argv[2], 'hex'))); s.on('data', d => { console.log(d.toString('hex')); s.destroy() })"
    answer = task.exec_run(['node', '-e', over_tcp, targets.resolver(), (len(question).to_bytes(2, 'big') + question).hex()]).output.decode().strip()
    assert answer.startswith(f'{len(question) + 16:04x}1234') and answer.endswith('0a08011f')
