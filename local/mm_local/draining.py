"""Targets that leave: they get nothing new, and they're shown as draining until the deregistration delay is over, whether requests are left
or not.
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html#deregistration-delay"""
import time

from ministack.services import alb

from .engine import engine
from .patching import wrap

DRAINING = ('draining', 'Target.DeregistrationInProgress', 'Target deregistration is in progress')
# (target group, target) -> when the deregistration delay ends.
leaving = {}


def delay(group_arn):
    attributes = {each['Key']: each['Value'] for each in alb._tg_attrs.get(group_arn, [])}
    return float(attributes.get('deregistration_delay.timeout_seconds', 300))


def registered(group_arn):
    return {target['Id'] for target in alb._targets.get(group_arn, [])}


def note(group_arn, before):
    """Compares what was registered with what is."""
    now = registered(group_arn)
    for target in before - now:
        leaving[group_arn, target] = time.time() + delay(group_arn)
    for target in now:
        leaving.pop((group_arn, target), None)


def draining(group_arn):
    for key in [key for key, end in list(leaving.items()) if end < time.time()]:
        leaving.pop(key, None)
    return [target for arn, target in list(leaving) if arn == group_arn]


def install():
    if not engine():
        return

    @wrap(alb, 'set_targets_for_group')
    def set_targets(original, group_arn, *rest):
        before = registered(group_arn)
        result = original(group_arn, *rest)
        note(group_arn, before)
        return result

    def change(original, params):
        group_arn = alb._p(params, 'TargetGroupArn')
        before = registered(group_arn)
        answer = original(params)
        note(group_arn, before)
        return answer

    wrap(alb, '_register_targets')(change)
    wrap(alb, '_deregister_targets')(change)
