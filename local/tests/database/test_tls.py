"""TLS of the database's instance, and the way of its authority's certificate into a task.
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-ssm-paramstore.html"""
import json

import pytest
from conftest import wait_until
from database.support import DRIVER, Database
from ecs.conftest import Cluster

# Connects with what is in the file that the connection string names, and prints a document or the error's name.
QUERY = """
const { MongoClient } = require('mongodb')
const client = new MongoClient(process.env.URI, { serverSelectionTimeoutMS: 8000 })
client.db().collection('things').insertOne({ _id: String(Date.now()) })
  .then(() => client.db().collection('things').countDocuments())
  .then(things => ({ things }), error => ({ error: error.message }))
  .then(async answer => { console.log(JSON.stringify(answer)); await client.close() })
"""


@pytest.fixture(scope='module')
def encrypted(aws, engine, driver):
    made = Database(aws, engine, tls='require')
    yield made
    made.delete_stack()


@pytest.fixture
def cluster(aws, engine, name):
    made = Cluster(aws, name)
    yield made
    made.stop_all()


def ask(cluster, database, options, ca=None):
    """What a task gets from the database; `ca`: the parameter that its first container writes down."""
    uri = f'mongodb://app:{database.password}@{database.host}:27017/app?replicaSet=rs-test&authSource=admin&{options}'
    mounts = lambda read_only: [{'sourceVolume': 'authority', 'containerPath': '/mm/db', 'readOnly': read_only}]
    first = cluster.container(
        '', name='db_ca', essential=False, user='0', entryPoint=['/bin/sh', '-c'], command=["umask 022 && printf '%s\\n' \"$CA\" >/mm/db/ca.pem"],
        readonlyRootFilesystem=True, mountPoints=mounts(False), secrets=[{'name': 'CA', 'valueFrom': ca}],
    )
    client = cluster.container(
        QUERY, image=DRIVER, user='1000', environment=[{'name': 'URI', 'value': uri}],
        **({'mountPoints': mounts(True), 'dependsOn': [{'containerName': 'db_ca', 'condition': 'SUCCESS'}]} if ca else {}),
    )
    return cluster.printed(cluster.run(client, *([first] if ca else []), volumes=[{'name': 'authority'}]))


def published(aws, database):
    return aws.client('ssm').get_parameter(Name=f'/mm/{database.host}/ca')['Parameter']


def test_a_task_connects_by_tls_with_the_published_certificate(aws, cluster, encrypted):
    parameter = published(aws, encrypted)
    assert parameter['Value'].startswith('-----BEGIN CERTIFICATE-----\n')
    assert ask(cluster, encrypted, 'tls=true&tlsCAFile=/mm/db/ca.pem', parameter['ARN'])['things'] >= 1


def test_it_takes_no_plain_connection(cluster, encrypted):
    assert 'error' in ask(cluster, encrypted, '')


def test_a_client_without_the_certificate_does_not_trust_it(cluster, encrypted):
    assert 'certificate' in ask(cluster, encrypted, 'tls=true')['error']


def test_a_new_instance_has_the_same_authority(aws, cluster, encrypted):
    before, parameter = encrypted.member()['InstanceId'], published(aws, encrypted)
    aws.client('ec2').terminate_instances(InstanceIds=[before])
    encrypted.replaced(before)
    assert published(aws, encrypted)['Value'] == parameter['Value']
    wait_until(lambda: 'things' in ask(cluster, encrypted, 'tls=true&tlsCAFile=/mm/db/ca.pem', parameter['ARN']))


def test_without_tls_nothing_is_published(aws, engine, driver):
    plain = Database(aws, engine)
    assert json.dumps(aws.client('ssm').describe_parameters()['Parameters'], default=str).find(plain.host) == -1
    plain.delete_stack()
