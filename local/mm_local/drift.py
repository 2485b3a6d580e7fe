"""What somebody changed outside of CloudFormation, of types that MiniStack can't compare: an ECS service's tasks, an alarm's threshold, a target group's health checks.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-drift.html"""
from ministack.services import alb, cloudwatch, secretsmanager
from ministack.services.cloudformation import drift

from .cfn_secrets import SECRET, name_of
from .cfn_service import service_of
from .patching import need

ALARM = frozenset({'Threshold', 'EvaluationPeriods', 'ComparisonOperator', 'TreatMissingData'})
HEALTH = frozenset({'HealthCheckPath', 'HealthCheckIntervalSeconds', 'HealthCheckTimeoutSeconds', 'HealthyThresholdCount', 'UnhealthyThresholdCount'})


def read_service(arn, _props):
    service = service_of(arn)
    if service is None or service.get('status') == 'INACTIVE':
        return None
    return {'DesiredCount': service['desiredCount'], 'TaskDefinition': service['taskDefinition']}


def read_alarm(name, _props):
    alarm = cloudwatch._alarms.get(name)
    return alarm and {key: whole(alarm.get(key)) for key in ALARM}


def whole(value):
    """80 and not 80.0, as a template says it."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def read_target_group(arn, _props):
    group = alb._tgs.get(arn)
    return group and {key: group.get(key) for key in HEALTH}


def by_name(read):
    """Of a secret, whose Ref is its ARN here; one that waits for its deletion is no more."""
    def read_secret(arn, props):
        return None if is_leaving(name_of(arn)) else read(name_of(arn), props)
    return read_secret


def is_leaving(name):
    return bool((secretsmanager._secrets.get(name) or {}).get('DeletedDate'))


def install():
    readers = need(drift, '_DRIFT_READERS')
    read_secret, secrets_properties = readers[SECRET]
    readers.update({
        SECRET: (by_name(read_secret), secrets_properties),
        'AWS::ECS::Service': (read_service, frozenset({'DesiredCount', 'TaskDefinition'})),
        'AWS::CloudWatch::Alarm': (read_alarm, ALARM),
        'AWS::ElasticLoadBalancingV2::TargetGroup': (read_target_group, HEALTH),
    })
