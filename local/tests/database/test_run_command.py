"""A database's instance answers what mm asks of a member, and nothing else runs there.
https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_SendCommand.html"""
import json
import time

import pytest
from botocore.exceptions import ClientError
from conftest import wait_until

CONTENT = {'schemaVersion': '2.2', 'mainSteps': [{'action': 'aws:runShellScript', 'name': 'member', 'inputs': {'runCommand': ['/usr/local/sbin/mm-db-member']}}]}


@pytest.fixture(scope='module')
def document(aws):
    return aws.deploy({'Document': {'Type': 'AWS::SSM::Document', 'Properties': {'DocumentType': 'Command', 'Content': CONTENT}}}, {'Name': {'Ref': 'Document'}})['Name']


def send(aws, document, instance):
    return aws.client('ssm').send_command(DocumentName=document, InstanceIds=[instance], TimeoutSeconds=30)['Command']['CommandId']


def refusal(aws, document, instance):
    with pytest.raises(ClientError) as error:
        send(aws, document, instance)
    return error.value.response['Error']['Code']


def test_the_stand_in_is_a_primary_of_its_version_and_holds_everything(aws, database, document):
    instance, asked = database.member()['InstanceId'], int(time.time())
    command = send(aws, document, instance)
    invocation = wait_until(lambda: aws.client('ssm').get_command_invocation(CommandId=command, InstanceId=instance))
    assert invocation['Status'] == 'Success'
    answer = json.loads(invocation['StandardOutputContent'])
    assert (answer['state'], answer['lag'], answer['fcv'], answer['version']) == ('PRIMARY', 0, '8.0', '8.0.15')
    assert answer['optime'] == answer['newest'] and answer['optime']['seconds'] >= asked


def test_an_instance_that_is_gone_cannot_be_asked(aws, database, document):
    before = database.member()['InstanceId']
    aws.client('ec2').terminate_instances(InstanceIds=[before])
    database.replaced(before)
    assert refusal(aws, document, before) == 'InvalidInstanceId'


def test_a_document_that_nobody_made_is_not_known(aws, database):
    assert refusal(aws, 'another', database.member()['InstanceId']) == 'InvalidDocument'
