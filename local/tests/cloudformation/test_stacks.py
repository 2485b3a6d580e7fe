"""The life of a stack. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacks.html"""
import time

import pytest
from botocore.exceptions import ClientError
from stacks import deploy, outputs, settle

TOPIC = {'Type': 'AWS::SNS::Topic', 'Properties': {'DisplayName': 'one'}}


@pytest.fixture
def cloudformation(aws):
    return aws('cloudformation')


def deleted(cloudformation, stack_id):
    cloudformation.delete_stack(StackName=stack_id)
    return settle(cloudformation, stack_id)


def events(cloudformation, stack):
    pages = cloudformation.get_paginator('describe_stack_events').paginate(StackName=stack)
    return [event for page in pages for event in page['StackEvents']]


def test_what_is_retained_is_skipped_and_lives_on(cloudformation, aws, name):
    stack = deploy(cloudformation, name, {
        'Kept': {'Type': 'AWS::Logs::LogGroup', 'DeletionPolicy': 'Retain', 'Properties': {'LogGroupName': f'/{name}/kept'}},
        'Gone': {'Type': 'AWS::Logs::LogGroup', 'Properties': {'LogGroupName': f'/{name}/gone'}},
    })
    assert deleted(cloudformation, stack['StackId'])['StackStatus'] == 'DELETE_COMPLETE'
    statuses = {event['LogicalResourceId']: event['ResourceStatus'] for event in reversed(events(cloudformation, stack['StackId']))}
    assert (statuses['Kept'], statuses['Gone']) == ('DELETE_SKIPPED', 'DELETE_COMPLETE')
    groups = aws('logs').describe_log_groups(logGroupNamePrefix=f'/{name}/')['logGroups']
    assert [group['logGroupName'] for group in groups] == [f'/{name}/kept']


def test_termination_protection(cloudformation, name):
    deploy(cloudformation, name, {'Topic': TOPIC})
    cloudformation.update_termination_protection(StackName=name, EnableTerminationProtection=True)
    assert cloudformation.describe_stacks(StackName=name)['Stacks'][0]['EnableTerminationProtection'] is True
    with pytest.raises(ClientError, match='TerminationProtection is enabled'):
        cloudformation.delete_stack(StackName=name)


def test_events_come_newest_first_in_pages_with_the_operation_s_token(cloudformation, name):
    topics = {f'Topic{n}': TOPIC for n in range(60)}
    from stacks import propose
    propose(cloudformation, name, topics, 'CREATE')
    cloudformation.execute_change_set(StackName=name, ChangeSetName='proposal', ClientRequestToken='an-operation')
    settle(cloudformation, name)
    first = cloudformation.describe_stack_events(StackName=name)
    assert len(first['StackEvents']) == 100 and first['NextToken']
    everything = events(cloudformation, name)
    assert len({event['EventId'] for event in everything}) == len(everything) > 120
    assert everything[0]['ResourceStatus'] == 'CREATE_COMPLETE' and everything[0]['PhysicalResourceId'] == everything[0]['StackId']
    assert everything == sorted(everything, key=lambda event: event['Timestamp'], reverse=True)
    assert {event.get('ClientRequestToken') for event in everything if event['ResourceStatus'] != 'REVIEW_IN_PROGRESS'} == {'an-operation'}


def test_a_failed_update_is_rolled_back_to_what_was(cloudformation, aws, name):
    group = {'Type': 'AWS::Logs::LogGroup', 'Properties': {'LogGroupName': f'/{name}', 'RetentionInDays': 7}}
    deploy(cloudformation, name, {'Group': group})
    wrong = {'Type': 'AWS::EC2::SecurityGroupIngress', 'DependsOn': 'Group', 'Properties': {'GroupId': 'sg-00000000', 'IpProtocol': 'tcp'}}
    changed = {**group, 'Properties': {**group['Properties'], 'RetentionInDays': 14}}
    stack = deploy(cloudformation, name, {'Group': changed, 'Rule': wrong}, 'UPDATE')
    assert stack['StackStatus'] == 'UPDATE_ROLLBACK_COMPLETE'
    assert aws('logs').describe_log_groups(logGroupNamePrefix=f'/{name}')['logGroups'][0]['retentionInDays'] == 7
    failed = next(event for event in events(cloudformation, name) if event['ResourceStatus'] == 'CREATE_FAILED')
    assert failed['LogicalResourceId'] == 'Rule' and 'sg-00000000' in failed['ResourceStatusReason']
    # Such a stack takes the next update.
    assert deploy(cloudformation, name, {'Group': changed}, 'UPDATE')['StackStatus'] == 'UPDATE_COMPLETE'


def test_a_deleted_stack_is_found_by_its_id_only(cloudformation, name):
    stack = deploy(cloudformation, name, {'Topic': TOPIC})
    deleted(cloudformation, stack['StackId'])
    assert cloudformation.describe_stacks(StackName=stack['StackId'])['Stacks'][0]['StackStatus'] == 'DELETE_COMPLETE'
    with pytest.raises(ClientError, match=f'Stack with id {name} does not exist'):
        cloudformation.describe_stacks(StackName=name)


def test_a_replaced_resource_that_is_to_be_kept_is_kept(cloudformation, aws, name):
    def group(suffix):
        return {'Group': {'Type': 'AWS::Logs::LogGroup', 'UpdateReplacePolicy': 'Retain', 'Properties': {'LogGroupName': f'/{name}/{suffix}'}}}
    deploy(cloudformation, name, group('one'))
    assert deploy(cloudformation, name, group('two'), 'UPDATE')['StackStatus'] == 'UPDATE_COMPLETE'
    time.sleep(0.2)
    assert len(aws('logs').describe_log_groups(logGroupNamePrefix=f'/{name}/')['logGroups']) == 2


def test_an_export_in_use_holds_its_stack(cloudformation, name):
    exported = deploy(cloudformation, name, {'Topic': TOPIC}, sections={'Outputs': {'Arn': {'Value': {'Ref': 'Topic'}, 'Export': {'Name': f'{name}-arn'}}}})
    user = deploy(cloudformation, f'{name}-user', {'Topic': {'Type': 'AWS::SNS::Topic', 'Properties': {'DisplayName': {'Fn::ImportValue': f'{name}-arn'}}}})
    assert user['StackStatus'] == 'CREATE_COMPLETE' and outputs(exported)['Arn'].startswith('arn:aws:sns:')
    with pytest.raises(ClientError, match=f'Export {name}-arn .* {name}-user'):
        cloudformation.delete_stack(StackName=name)


def test_the_events_of_an_update_name_what_changes_and_only_that(cloudformation, name):
    group = {'Type': 'AWS::EC2::SecurityGroup', 'Properties': {'GroupDescription': 'one'}}
    deploy(cloudformation, name, {'Same': TOPIC, 'Gone': TOPIC, 'Group': group, 'Log': {'Type': 'AWS::Logs::LogGroup', 'Properties': {'RetentionInDays': 7}}})
    before = {event['EventId'] for event in events(cloudformation, name)}
    deploy(cloudformation, name, {
        'Same': TOPIC, 'New': TOPIC,
        'Group': {**group, 'Properties': {'GroupDescription': 'two'}},
        'Log': {'Type': 'AWS::Logs::LogGroup', 'Properties': {'RetentionInDays': 14}},
    }, 'UPDATE')
    told = [(event['LogicalResourceId'], event['ResourceStatus']) for event in reversed(events(cloudformation, name)) if event['EventId'] not in before]
    of = lambda logical_id: [status for each, status in told if each == logical_id]
    assert of('Same') == []
    assert of('New') == ['CREATE_IN_PROGRESS', 'CREATE_IN_PROGRESS', 'CREATE_COMPLETE']
    assert of('Log') == ['UPDATE_IN_PROGRESS', 'UPDATE_COMPLETE']
    assert of('Group') == ['UPDATE_IN_PROGRESS', 'UPDATE_COMPLETE', 'DELETE_IN_PROGRESS', 'DELETE_COMPLETE']
    assert of('Gone') == ['DELETE_IN_PROGRESS', 'DELETE_COMPLETE']
    assert of(name) == ['UPDATE_IN_PROGRESS', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'UPDATE_COMPLETE']


def test_a_creation_tells_its_id_before_it_is_complete_and_its_failure_names_the_resource(cloudformation, name):
    wrong = {'Type': 'AWS::EC2::SecurityGroupIngress', 'DependsOn': 'Topic', 'Properties': {'GroupId': 'sg-00000000', 'IpProtocol': 'tcp'}}
    stack = deploy(cloudformation, name, {'Topic': TOPIC, 'Rule': wrong})
    told = list(reversed(events(cloudformation, name)))
    initiated = next(event for event in told if event.get('ResourceStatusReason') == 'Resource creation Initiated')
    assert initiated['LogicalResourceId'] == 'Topic' and initiated['PhysicalResourceId'].startswith('arn:aws:sns:')
    rolled_back = next(event for event in told if event['ResourceStatus'] == 'ROLLBACK_IN_PROGRESS')
    assert rolled_back['ResourceStatusReason'] == 'The following resource(s) failed to create: [Rule]. Rollback requested by user.'
    assert stack['StackStatus'] == 'ROLLBACK_COMPLETE'
