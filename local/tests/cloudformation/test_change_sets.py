"""https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateChangeSet.html"""
import pytest
from botocore.exceptions import ClientError
from stacks import change_of, deploy, propose, settle

TOPIC = {'Topic': {'Type': 'AWS::SNS::Topic', 'Properties': {'DisplayName': 'one'}}}


@pytest.fixture
def cloudformation(aws):
    return aws('cloudformation')


def test_a_first_change_set_leaves_a_stack_in_review(cloudformation, name):
    proposal = propose(cloudformation, name, TOPIC, 'CREATE')
    assert proposal['Status'] == 'CREATE_COMPLETE'
    assert change_of(proposal, 'Topic')['Action'] == 'Add'
    assert cloudformation.describe_stacks(StackName=name)['Stacks'][0]['StackStatus'] == 'REVIEW_IN_PROGRESS'


def test_a_second_one_joins_the_stack_in_review(cloudformation, name):
    first = propose(cloudformation, name, TOPIC, 'CREATE', change_set='first')
    second = propose(cloudformation, name, TOPIC, 'CREATE', change_set='second')
    assert second['StackId'] == first['StackId']
    assert len(cloudformation.list_change_sets(StackName=name)['Summaries']) == 2
    cloudformation.execute_change_set(ChangeSetName=second['ChangeSetId'])
    assert settle(cloudformation, name)['StackStatus'] == 'CREATE_COMPLETE'


def test_an_empty_update_fails_with_the_words_that_tools_look_for(cloudformation, name):
    deploy(cloudformation, name, TOPIC)
    proposal = propose(cloudformation, name, TOPIC)
    assert (proposal['Status'], proposal['ExecutionStatus']) == ('FAILED', 'UNAVAILABLE')
    assert proposal['StatusReason'] == "The submitted information didn't contain changes. Submit different information to create a change set."
    with pytest.raises(ClientError) as refused:
        cloudformation.execute_change_set(StackName=name, ChangeSetName='proposal')
    assert refused.value.response['Error']['Code'] == 'InvalidChangeSetStatus'


@pytest.mark.parametrize('resource, changed, name_of_property, recreation, replacement', [
    ({'Type': 'AWS::EC2::SecurityGroup', 'Properties': {'GroupDescription': 'one'}}, {'GroupDescription': 'two'}, 'GroupDescription', 'Always', 'True'),
    ({'Type': 'AWS::Logs::LogGroup', 'Properties': {'RetentionInDays': 7}}, {'RetentionInDays': 14}, 'RetentionInDays', 'Never', 'False'),
    ({'Type': 'AWS::ECS::TaskDefinition', 'Properties': {'Cpu': '256', 'ContainerDefinitions': [{'Name': 'a', 'Image': 'b'}]}}, {'Cpu': '512'}, 'Cpu', 'Always', 'True'),
    ({'Type': 'AWS::EC2::VPC', 'Properties': {'CidrBlock': '10.3.0.0/16', 'InstanceTenancy': 'dedicated'}}, {'InstanceTenancy': 'default'}, 'InstanceTenancy', 'Conditionally', 'Conditional'),
])
def test_replacement_follows_from_the_type_s_create_only_properties(cloudformation, name, resource, changed, name_of_property, recreation, replacement):
    deploy(cloudformation, name, {'It': resource})
    change = change_of(propose(cloudformation, name, {'It': {**resource, 'Properties': {**resource['Properties'], **changed}}}), 'It')
    assert (change['Action'], change['Replacement'], change['Scope']) == ('Modify', replacement, ['Properties'])
    assert change['PhysicalResourceId']
    target = change['Details'][0]['Target']
    assert (target['Attribute'], target['Name'], target['RequiresRecreation']) == ('Properties', name_of_property, recreation)
    assert change['Details'][0]['ChangeSource'] == 'DirectModification'


def test_a_replacement_changes_who_refers_to_it(cloudformation, name):
    def resources(description):
        return {
            'Group': {'Type': 'AWS::EC2::SecurityGroup', 'Properties': {'GroupDescription': description}},
            'Rule': {'Type': 'AWS::EC2::SecurityGroupIngress', 'Properties': {'GroupId': {'Fn::GetAtt': ['Group', 'GroupId']}, 'IpProtocol': 'tcp', 'FromPort': 80, 'ToPort': 80, 'CidrIp': '10.0.0.0/8'}},
        }
    deploy(cloudformation, name, resources('one'))
    change = change_of(propose(cloudformation, name, resources('two')), 'Rule')
    assert change['Replacement'] == 'True'
    assert change['Details'][0]['ChangeSource'] == 'ResourceAttribute'
    assert change['Details'][0]['CausingEntity'] == 'Group.GroupId'
    assert deploy(cloudformation, name, resources('two'), 'UPDATE')['StackStatus'] == 'UPDATE_COMPLETE'


def test_a_stack_that_was_rolled_back_can_only_be_deleted(cloudformation, name):
    wrong = {'Rule': {'Type': 'AWS::EC2::SecurityGroupIngress', 'Properties': {'GroupId': 'sg-00000000', 'IpProtocol': 'tcp'}}}
    assert deploy(cloudformation, name, wrong)['StackStatus'] == 'ROLLBACK_COMPLETE'
    with pytest.raises(ClientError, match='is in ROLLBACK_COMPLETE state and can not be updated'):
        propose(cloudformation, name, TOPIC, 'UPDATE')
    with pytest.raises(ClientError, match='already exists'):
        propose(cloudformation, name, TOPIC, 'CREATE')
    cloudformation.delete_stack(StackName=name)
    with pytest.raises(ClientError, match='does not exist'):
        settle(cloudformation, name)


def test_a_stack_in_motion_refuses_a_change_set(cloudformation, name):
    proposal = propose(cloudformation, name, TOPIC, 'CREATE')
    assert proposal['Status'] == 'CREATE_COMPLETE'
    with pytest.raises(ClientError, match='is in REVIEW_IN_PROGRESS state and can not be updated'):
        propose(cloudformation, name, TOPIC, 'UPDATE', change_set='other')


def test_capabilities_are_asked_for(cloudformation, name):
    policy = {'Version': '2012-10-17', 'Statement': [{'Effect': 'Allow', 'Principal': {'Service': 'ec2.amazonaws.com'}, 'Action': 'sts:AssumeRole'}]}
    role = {'Role': {'Type': 'AWS::IAM::Role', 'Properties': {'AssumeRolePolicyDocument': policy}}}
    with pytest.raises(ClientError, match=r'Requires capabilities : \[CAPABILITY_IAM\]') as refused:
        propose(cloudformation, name, role, 'CREATE')
    assert refused.value.response['Error']['Code'] == 'InsufficientCapabilitiesException'
    role['Role']['Properties']['RoleName'] = name
    with pytest.raises(ClientError, match=r'Requires capabilities : \[CAPABILITY_NAMED_IAM\]'):
        propose(cloudformation, name, role, 'CREATE', Capabilities=['CAPABILITY_IAM'])
    assert propose(cloudformation, name, role, 'CREATE', Capabilities=['CAPABILITY_NAMED_IAM'])['Status'] == 'CREATE_COMPLETE'


def test_a_previous_parameter_is_kept(cloudformation, name):
    sections = {'Parameters': {'Name': {'Type': 'String'}, 'Other': {'Type': 'String', 'Default': 'x'}}}
    resources = {'Topic': {'Type': 'AWS::SNS::Topic', 'Properties': {'DisplayName': {'Ref': 'Name'}}}}
    deploy(cloudformation, name, resources, sections=sections, Parameters=[{'ParameterKey': 'Name', 'ParameterValue': 'kept'}])
    kept = [{'ParameterKey': 'Name', 'UsePreviousValue': True}]
    assert propose(cloudformation, name, resources, sections=sections, Parameters=kept)['Status'] == 'FAILED'
    proposal = propose(cloudformation, name, resources, sections=sections, change_set='second', Parameters=[*kept, {'ParameterKey': 'Other', 'ParameterValue': 'y'}])
    assert {each['ParameterKey']: each['ParameterValue'] for each in proposal['Parameters']} == {'Name': 'kept', 'Other': 'y'}


def test_a_template_of_more_than_51200_bytes_is_refused(cloudformation, name):
    with pytest.raises(ClientError, match='Member must have length less than or equal to 51200'):
        propose(cloudformation, name, {'Topic': {**TOPIC['Topic'], 'Metadata': {'Filler': 'x' * 51_200}}}, 'CREATE')


def test_an_unknown_change_set_and_stack(cloudformation, name):
    with pytest.raises(cloudformation.exceptions.ChangeSetNotFoundException):
        cloudformation.describe_change_set(StackName=name, ChangeSetName='unknown')
    with pytest.raises(ClientError, match=f'Stack with id {name} does not exist'):
        cloudformation.describe_stacks(StackName=name)
