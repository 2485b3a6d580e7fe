"""Alarms on what several metrics make together. They're kept and described, and stay in INSUFFICIENT_DATA: nothing works an expression out here.
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-alarm.html (Metrics)"""
from ministack.services.cloudformation import provisioners

from .patching import wrap

# What an alarm with Metrics must not have itself.
OF_ONE_METRIC = ('MetricName', 'Namespace', 'Statistic', 'ExtendedStatistic', 'Period', 'Dimensions', 'Unit')


def install():
    @wrap(provisioners, '_cw_metric_alarm_record')
    def record(original, name, props):
        metrics = props.get('Metrics')
        if not metrics:
            return original(name, props)
        wrong = [key for key in OF_ONE_METRIC if key in props]
        if wrong or sum(bool(each.get('ReturnData', True)) for each in metrics) != 1:
            raise ValueError(f'Exactly one of Metrics must return data, and {", ".join(wrong) or "no metric"} may stand beside them')
        alarm = original(name, {**props, 'Metrics': None, 'MetricName': '-', 'Namespace': '-'})
        return {**{key: value for key, value in alarm.items() if key not in OF_ONE_METRIC}, 'Metrics': metrics}
