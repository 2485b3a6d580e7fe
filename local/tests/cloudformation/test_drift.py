"""https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-drift.html
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/drift-aware-change-sets.html"""
import pytest
from botocore.exceptions import ClientError
from stacks import change_of, deploy, detect, outputs, propose, settle

# A name without one of its own, so that Ref tells it.
SECTIONS = {'Outputs': {'It': {'Value': {'Ref': 'It'}}}}
GROUP = {'Type': 'AWS::Logs::LogGroup', 'Properties': {'RetentionInDays': 30}}
ALARM = {'Type': 'AWS::CloudWatch::Alarm', 'Properties': {
    'Namespace': 'AWS/ECS', 'MetricName': 'CPUUtilization', 'ComparisonOperator': 'GreaterThanThreshold', 'Threshold': 80, 'EvaluationPeriods': 5, 'Period': 60, 'Statistic': 'Average',
}}
TARGETS = {'Type': 'AWS::ElasticLoadBalancingV2::TargetGroup', 'Properties': {'Port': 80, 'Protocol': 'HTTP', 'TargetType': 'ip', 'HealthCheckPath': '/healthz'}}
SERVICE = {
    'Cluster': {'Type': 'AWS::ECS::Cluster'},
    'Task': {'Type': 'AWS::ECS::TaskDefinition', 'Properties': {'Cpu': '256', 'Memory': '512', 'ContainerDefinitions': [{'Name': 'a', 'Image': 'b'}]}},
    'It': {'Type': 'AWS::ECS::Service', 'Properties': {'Cluster': {'Ref': 'Cluster'}, 'TaskDefinition': {'Ref': 'Task'}, 'DesiredCount': 0}},
}


def retention(aws, name, days=None):
    logs = aws('logs')
    if days:
        logs.put_retention_policy(logGroupName=name, retentionInDays=days)
    return logs.describe_log_groups(logGroupNamePrefix=name)['logGroups'][0]['retentionInDays']


def threshold(aws, name, value=None):
    [alarm] = aws('cloudwatch').describe_alarms(AlarmNames=[name])['MetricAlarms']
    if value:
        kept = ('Namespace', 'MetricName', 'ComparisonOperator', 'EvaluationPeriods', 'Period', 'Statistic')
        aws('cloudwatch').put_metric_alarm(AlarmName=name, Threshold=value, **{key: alarm[key] for key in kept})
    return alarm['Threshold']


def health_path(aws, arn, path=None):
    elb = aws('elbv2')
    if path:
        elb.modify_target_group(TargetGroupArn=arn, HealthCheckPath=path)
    return elb.describe_target_groups(TargetGroupArns=[arn])['TargetGroups'][0]['HealthCheckPath']


def desired(aws, arn, count=None):
    _, cluster, name = arn.rsplit('/', 2)
    if count is not None:
        aws('ecs').update_service(cluster=cluster, service=name, desiredCount=count)
    return aws('ecs').describe_services(cluster=cluster, services=[name])['services'][0]['desiredCount']


# Of each: the resources, how its property is read and changed, where it is, what the template says, what somebody makes of it.
KINDS = {
    'the retention of a log group': ({'It': GROUP}, retention, 'RetentionInDays', '30', 7),
    "an alarm's threshold": ({'It': ALARM}, threshold, 'Threshold', '80', 50),
    "a target group's health check": ({'It': TARGETS}, health_path, 'HealthCheckPath', '/healthz', '/other'),
    "a service's tasks": (SERVICE, desired, 'DesiredCount', '0', 1),
}


@pytest.mark.parametrize('kind', KINDS)
def test_it_is_found_and_taken_back(aws, name, kind):
    resources, of, path, expected, value = KINDS[kind]
    cloudformation = aws('cloudformation')
    it = outputs(deploy(cloudformation, name, resources, sections=SECTIONS))['It']
    assert detect(cloudformation, name) == ('IN_SYNC', {})

    of(aws, it, value)
    status, found = detect(cloudformation, name)
    assert (status, list(found)) == ('DRIFTED', ['It'])
    assert found['It']['PropertyDifferences'] == [{'PropertyPath': f'/{path}', 'ExpectedValue': expected, 'ActualValue': str(value), 'DifferenceType': 'NOT_EQUAL'}]
    assert propose(cloudformation, name, resources, sections=SECTIONS)['Status'] == 'FAILED'

    proposal = propose(cloudformation, name, resources, sections=SECTIONS, change_set='back', DeploymentMode='REVERT_DRIFT')
    assert (proposal['Status'], proposal['DeploymentMode'], proposal['StackDriftStatus']) == ('CREATE_COMPLETE', 'REVERT_DRIFT', 'DRIFTED')
    [change] = [each['ResourceChange'] for each in proposal['Changes']]
    assert (change['Action'], change['Replacement'], change['ResourceDriftStatus']) == ('Modify', 'False', 'MODIFIED')
    target = change['Details'][0]['Target']
    assert (target['Path'], target['BeforeValue'], target['AfterValue'], target['BeforeValueFrom']) == (f'/Properties/{path}', str(value), expected, 'ACTUAL_STATE')
    assert (target['Drift']['PreviousValue'], target['Drift']['ActualValue']) == (expected, str(value))

    cloudformation.execute_change_set(StackName=name, ChangeSetName='back')
    assert settle(cloudformation, name)['StackStatus'] == 'UPDATE_COMPLETE'
    assert str(of(aws, it)).removesuffix('.0') == expected
    assert detect(cloudformation, name) == ('IN_SYNC', {})


def test_what_was_deleted_is_made_anew_and_what_refers_to_it_follows(aws, name):
    cloudformation = aws('cloudformation')
    resources = {'Group': GROUP, 'Topic': {'Type': 'AWS::SNS::Topic', 'Properties': {'DisplayName': {'Ref': 'Group'}}}, 'It': TARGETS}
    deployed = outputs(deploy(cloudformation, name, resources, sections={'Outputs': {'It': {'Value': {'Ref': 'It'}}, 'Group': {'Value': {'Ref': 'Group'}}}}))
    aws('logs').delete_log_group(logGroupName=deployed['Group'])
    aws('elbv2').delete_target_group(TargetGroupArn=deployed['It'])
    status, found = detect(cloudformation, name)
    assert (status, {key: each['StackResourceDriftStatus'] for key, each in found.items()}) == ('DRIFTED', {'Group': 'DELETED', 'It': 'DELETED'})

    proposal = propose(cloudformation, name, resources, sections={'Outputs': {'It': {'Value': {'Ref': 'It'}}}}, change_set='back', DeploymentMode='REVERT_DRIFT')
    made = change_of(proposal, 'Group')
    assert (made['Action'], made['ResourceDriftStatus']) == ('Add', 'DELETED')
    assert 'PhysicalResourceId' not in made
    referring = change_of(proposal, 'Topic')
    assert (referring['Action'], referring['Details'][0]['CausingEntity']) == ('Modify', 'Group')

    cloudformation.execute_change_set(StackName=name, ChangeSetName='back')
    stack = settle(cloudformation, name)
    assert stack['StackStatus'] == 'UPDATE_COMPLETE'
    assert retention(aws, deployed['Group']) == 30
    assert health_path(aws, outputs(stack)['It']) == '/healthz'
    events = cloudformation.describe_stack_events(StackName=name)['StackEvents']
    assert [each['ResourceStatus'] for each in events if each['LogicalResourceId'] == 'It'][0] == 'CREATE_COMPLETE'
    assert detect(cloudformation, name) == ('IN_SYNC', {})


def test_what_is_replaced_because_of_it_leads_further(aws, name):
    cloudformation = aws('cloudformation')
    container = {'Name': 'a', 'Image': 'b', 'LogConfiguration': {'LogDriver': 'awslogs', 'Options': {'awslogs-group': {'Ref': 'Group'}}}}
    task = {'Type': 'AWS::ECS::TaskDefinition', 'Properties': {**SERVICE['Task']['Properties'], 'ContainerDefinitions': [container]}}
    resources = {**SERVICE, 'Group': GROUP, 'Task': task}
    group = outputs(deploy(cloudformation, name, resources, sections={'Outputs': {'Group': {'Value': {'Ref': 'Group'}}}}))['Group']
    aws('logs').delete_log_group(logGroupName=group)
    proposal = propose(cloudformation, name, resources, DeploymentMode='REVERT_DRIFT')
    assert [each['ResourceChange']['LogicalResourceId'] for each in proposal['Changes']] == ['Group', 'It', 'Task']
    assert change_of(proposal, 'Task')['Replacement'] == 'True'
    service = change_of(proposal, 'It')
    assert (service['Replacement'], service['Details'][0]['CausingEntity']) == ('False', 'Task')


def test_a_secret_is_found_by_its_arn_and_is_gone_once_it_waits_for_its_deletion(aws, name):
    cloudformation = aws('cloudformation')
    resources = {'It': {'Type': 'AWS::SecretsManager::Secret', 'Properties': {'Description': 'a key', 'GenerateSecretString': {}}}}
    it = outputs(deploy(cloudformation, name, resources, sections=SECTIONS))['It']
    assert detect(cloudformation, name) == ('IN_SYNC', {})
    aws('secretsmanager').update_secret(SecretId=it, Description='another')
    assert detect(cloudformation, name)[1]['It']['PropertyDifferences'][0]['PropertyPath'] == '/Description'
    aws('secretsmanager').delete_secret(SecretId=it)
    assert detect(cloudformation, name)[1]['It']['StackResourceDriftStatus'] == 'DELETED'


def test_the_template_changes_besides(aws, name):
    cloudformation = aws('cloudformation')
    it = outputs(deploy(cloudformation, name, {'It': GROUP}, sections=SECTIONS))['It']
    retention(aws, it, 7)
    changed = {'It': {**GROUP, 'Properties': {'RetentionInDays': 60}}}
    target = change_of(propose(cloudformation, name, changed, sections=SECTIONS, DeploymentMode='REVERT_DRIFT'), 'It')['Details'][0]['Target']
    assert (target['BeforeValue'], target['AfterValue'], target['Drift']['PreviousValue']) == ('7', '60', '30')


def test_what_is_as_the_template_now_says_is_only_noted(aws, name):
    cloudformation = aws('cloudformation')
    it = outputs(deploy(cloudformation, name, {'It': GROUP}, sections=SECTIONS))['It']
    retention(aws, it, 7)
    changed = {'It': {**GROUP, 'Properties': {'RetentionInDays': 7}}}
    change = change_of(propose(cloudformation, name, changed, sections=SECTIONS, change_set='sync', DeploymentMode='REVERT_DRIFT'), 'It')
    assert (change['Action'], change['Details'][0]['Target']['AttributeChangeType']) == ('SyncWithActual', 'SyncWithActual')
    cloudformation.execute_change_set(StackName=name, ChangeSetName='sync')
    assert settle(cloudformation, name)['StackStatus'] == 'UPDATE_COMPLETE'
    assert retention(aws, it) == 7
    assert detect(cloudformation, name) == ('IN_SYNC', {})


def test_a_tag_that_was_added_is_left_alone(aws, name):
    cloudformation = aws('cloudformation')
    tagged = {'It': {**GROUP, 'Properties': {'RetentionInDays': 30, 'Tags': [{'Key': 'own', 'Value': 'a'}]}}}
    it = outputs(deploy(cloudformation, name, tagged, sections=SECTIONS))['It']
    arn = aws('logs').describe_log_groups(logGroupNamePrefix=it)['logGroups'][0]['arn'].removesuffix(':*')
    aws('logs').tag_resource(resourceArn=arn, tags={'theirs': 'b'})
    assert detect(cloudformation, name)[0] == 'DRIFTED'
    assert propose(cloudformation, name, tagged, sections=SECTIONS, DeploymentMode='REVERT_DRIFT')['Status'] == 'FAILED'


def test_nothing_to_take_back_is_no_change(aws, name):
    cloudformation = aws('cloudformation')
    deploy(cloudformation, name, {'It': GROUP})
    assert propose(cloudformation, name, {'It': GROUP}, DeploymentMode='REVERT_DRIFT')['Status'] == 'FAILED'


@pytest.mark.parametrize('kind, mode, message', [('CREATE', 'REVERT_DRIFT', 'not supported for change sets of type CREATE'), ('UPDATE', 'OTHER', 'failed to satisfy constraint')])
def test_it_is_for_updates_and_has_one_name(aws, name, kind, mode, message):
    with pytest.raises(ClientError, match=message):
        propose(aws('cloudformation'), name, {'It': GROUP}, kind, DeploymentMode=mode)
