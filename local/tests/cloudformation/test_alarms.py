"""https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-alarm.html"""
from stacks import deploy, outputs

SECTIONS = {'Outputs': {'It': {'Value': {'Ref': 'It'}}}}
COMMON = {'ComparisonOperator': 'GreaterThanThreshold', 'Threshold': 80, 'EvaluationPeriods': 5, 'TreatMissingData': 'notBreaching'}


def metric(name):
    return {'Id': name, 'ReturnData': False, 'MetricStat': {'Metric': {'Namespace': 'AWS/EBS', 'MetricName': name}, 'Stat': 'Sum', 'Period': 60}}


def alarm(metrics, **more):
    return {'It': {'Type': 'AWS::CloudWatch::Alarm', 'Properties': {**COMMON, 'Metrics': metrics, **more}}}


def test_one_on_an_expression_is_kept_and_changed(aws, name):
    def described(expression, kind):
        stack = deploy(aws('cloudformation'), name, alarm([metric('reads'), metric('writes'), {'Id': 'result', 'Expression': expression}]), kind, sections=SECTIONS)
        [found] = aws('cloudwatch').describe_alarms(AlarmNames=[outputs(stack)['It']])['MetricAlarms']
        return found
    found = described('reads + writes', 'CREATE')
    assert ([each['Id'] for each in found['Metrics']], found['StateValue']) == (['reads', 'writes', 'result'], 'INSUFFICIENT_DATA')
    assert 'MetricName' not in found
    assert described('reads', 'UPDATE')['Metrics'][-1]['Expression'] == 'reads'


def test_one_that_would_return_two_series_is_refused(aws, name):
    stack = deploy(aws('cloudformation'), name, alarm([{**metric('reads'), 'ReturnData': True}, {'Id': 'result', 'Expression': 'reads'}]))
    assert stack['StackStatus'] == 'ROLLBACK_COMPLETE'
