"""A database's stack, as far as the local AWS looks at it, and the official driver in a container that asks the network's name server."""
import io
import json
import tarfile

from conftest import wait_until
from network.support import unique, vpc

DRIVER = 'mm-local-test/mongodb-driver:7.9.0'
DOCKERFILE = 'FROM node:20-alpine\nWORKDIR /app\nRUN npm install --no-audit --no-fund mongodb@7.9.0\n'
# Runs one expression with `db`, and prints what comes of it, or the error's name.
CLIENT = """
const { MongoClient } = require('mongodb')
const [uri, expression] = process.argv.slice(1)
const client = new MongoClient(uri, { serverSelectionTimeoutMS: 8000 })
const run = new Function('db', `return (async () => ${expression})()`)
run(client.db()).then(result => ({ result }), error => ({ error: error.message })).then(async answer => {
  console.log(JSON.stringify(answer))
  await client.close()
})
"""
HEADER = '\n'.join([
    '#!/bin/bash', 'VOL=${Volume}', 'ENI=${Interface}', 'ENI_IP=${Interface.PrimaryPrivateIpAddress}', 'SELF=HOST', 'SET=rs-test',
    'ADMIN_SECRET=${Admin}', 'APP_SECRET=${App}', 'CA_SECRET=${Seed}', 'MARKERS=/mm/HOST', 'CA_MARKER=ca', 'TLS=MODE', 'STACK=${AWS::StackName}', 'INDEX=0', 'MONGO_VERSION=8.0.15', 'MARK=MARKER', '',
])


def build_driver(engine):
    context = io.BytesIO()
    with tarfile.open(fileobj=context, mode='w') as archive:
        entry = tarfile.TarInfo('Dockerfile')
        entry.size = len(DOCKERFILE)
        archive.addfile(entry, io.BytesIO(DOCKERFILE.encode()))
    context.seek(0)
    engine.images.build(fileobj=context, custom_context=True, tag=DRIVER, rm=True)


class Database:
    def __init__(self, aws, engine, snapshot=None, password='pw', volume=None, tls='false'):
        self.aws, self.engine, self.stack, self.password, self.tls = aws, engine, unique('database'), password, tls
        self.host = f'db-0.{self.stack}.internal'
        self.volume_options, self.source = volume or {}, {'SnapshotId': snapshot} if snapshot else {'Size': 8}
        self.outputs = aws.deploy(self.resources('one'), {'Volume': {'Ref': 'Volume'}, 'Group': {'Ref': 'Group'}}, stack=self.stack)
        self.volume = self.outputs['Volume']

    def resources(self, marker):
        user_data = HEADER.replace('HOST', self.host).replace('MODE', self.tls).replace('MARK=MARKER', f'MARK={marker}')
        return {
            **vpc(),
            'Zone': {'Type': 'AWS::Route53::HostedZone', 'Properties': {'Name': f'{self.stack}.internal', 'VPCs': [{'VPCId': {'Ref': 'Vpc'}, 'VPCRegion': {'Ref': 'AWS::Region'}}]}},
            'Record': {'Type': 'AWS::Route53::RecordSet', 'Properties': {'HostedZoneId': {'Ref': 'Zone'}, 'Name': f'{self.host}.', 'Type': 'A', 'TTL': '60', 'ResourceRecords': [{'Fn::GetAtt': ['Interface', 'PrimaryPrivateIpAddress']}]}},
            'Seed': {'Type': 'AWS::SecretsManager::Secret', 'Properties': {'SecretString': '{"seed": "grown"}'}},
            'Admin': secret('admin', self.password), 'App': secret('app', self.password),
            'Volume': {'Type': 'AWS::EC2::Volume', 'Properties': {'AvailabilityZone': 'eu-central-1a', **self.source}, **self.volume_options},
            'Interface': {'Type': 'AWS::EC2::NetworkInterface', 'Properties': {'SubnetId': {'Ref': 'Subnet'}}},
            'Template': {'Type': 'AWS::EC2::LaunchTemplate', 'Properties': {'LaunchTemplateData': {
                'ImageId': 'ami-1', 'InstanceType': 't4g.small', 'UserData': {'Fn::Base64': {'Fn::Sub': user_data}},
                'TagSpecifications': [{'ResourceType': 'instance', 'Tags': [{'Key': 'mm:role', 'Value': 'db'}, {'Key': 'mm:db', 'Value': 'main'}]}],
            }}},
            'Group': {'Type': 'AWS::AutoScaling::AutoScalingGroup', 'DependsOn': 'Record', 'Properties': {
                'MinSize': '1', 'MaxSize': '1', 'VPCZoneIdentifier': [{'Ref': 'Subnet'}],
                'LaunchTemplate': {'LaunchTemplateId': {'Ref': 'Template'}, 'Version': {'Fn::GetAtt': ['Template', 'LatestVersionNumber']}},
            }},
        }

    def query(self, expression, user='app', password=None):
        """What the driver answers: {'result': …} or {'error': …}."""
        return json.loads(self.run(CLIENT, expression, user=user, password=password, remove=True))

    def run(self, script, *arguments, user='app', password=None, **options):
        network = f'mm-local-{self.aws.name}'
        names = self.engine.containers.get(f'{network}-names').attrs['NetworkSettings']['Networks'][network]['IPAddress']
        uri = f'mongodb://{user}:{password or self.password}@{self.host}:27017/app?replicaSet=rs-test&authSource=admin'
        return self.engine.containers.run(
            DRIVER, ['node', '-e', script, uri, *arguments], network=network, dns=[names], labels={'org.mm.local-aws': self.aws.name}, **options,
        )

    def insert(self):
        """A new thing; its name."""
        name = unique('thing')
        assert 'result' in self.query(f"await db.collection('things').insertOne({{ name: '{name}' }})")
        return name

    def has(self, *names):
        found = self.query(f"(await db.collection('things').find({{ name: {{ $in: {json.dumps(names)} }} }}).toArray()).map(each => each.name)")
        return set(found.get('result', [])) == set(names)

    def member(self):
        """The group's one instance."""
        groups = self.aws.client('autoscaling').describe_auto_scaling_groups(AutoScalingGroupNames=[self.outputs['Group']])['AutoScalingGroups']
        return (groups[0]['Instances'] or [{}])[0] if groups else {}

    def replaced(self, before, seconds=60):
        """Waits for another instance in service; its id."""
        wait_until(lambda: self.member().get('InstanceId') not in (None, before) and self.member()['LifecycleState'] == 'InService', seconds)
        return self.member()['InstanceId']

    def change_stack(self, resources):
        api = self.aws.client('cloudformation')
        api.update_stack(StackName=self.stack, TemplateBody=json.dumps({'Resources': resources}), Capabilities=['CAPABILITY_NAMED_IAM'])
        self.settle('UPDATE_COMPLETE')

    def delete_stack(self):
        stack = self.aws.client('cloudformation').describe_stacks(StackName=self.stack)['Stacks'][0]['StackId']
        self.aws.client('cloudformation').delete_stack(StackName=self.stack)
        self.settle('DELETE_COMPLETE', stack)

    def settle(self, status, stack=None):
        api = self.aws.client('cloudformation')
        found = lambda: api.describe_stacks(StackName=stack or self.stack)['Stacks'][0]['StackStatus']
        wait_until(lambda: not found().endswith('_IN_PROGRESS'), 90)
        assert found() == status

    def containers(self):
        """The names of the containers that hold its volume."""
        return [each.name for each in self.engine.containers.list(filters={'volume': bytes_of(self.aws, self.volume)})]


def secret(user, password):
    return {'Type': 'AWS::SecretsManager::Secret', 'Properties': {'SecretString': json.dumps({'username': user, 'password': password, 'dbname': 'app'})}}


def bytes_of(aws, identifier):
    """The engine's volume with the bytes of an EBS volume or a snapshot."""
    return f'mm-local-{aws.name}-{identifier}'


def has_bytes(aws, engine, identifier):
    return bytes_of(aws, identifier) in [each.name for each in engine.volumes.list()]


def completed(aws, snapshot, seconds=30):
    ec2 = aws.client('ec2')
    wait_until(lambda: ec2.describe_snapshots(SnapshotIds=[snapshot])['Snapshots'][0]['State'] == 'completed', seconds)
