"""What DescribeTargetHealth says: what the balancers' own checks found, and which targets are leaving.
https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTargetHealth.html"""
from ministack.services import alb

from .balancers import target_state
from .draining import DRAINING, draining
from .engine import engine
from .patching import wrap


def member(arn, target, state):
    name, reason, description = state
    why = f'<Reason>{reason}</Reason><Description>{description}</Description>' if reason else ''
    port = target.get('Port') or alb._tgs[arn].get('Port', 80)
    return f"<member><Target><Id>{target['Id']}</Id><Port>{port}</Port></Target><TargetHealth><State>{name}</State>{why}</TargetHealth></member>"


def install():
    if not engine():
        return

    @wrap(alb, '_describe_target_health')
    def describe(original, params):
        arn = alb._p(params, 'TargetGroupArn')
        if arn not in alb._tgs:
            return original(params)
        wanted = {target['Id'] for target in alb._parse_targets_param(params)}
        found = [(target, target_state(arn, target['Id'])) for target in alb._targets.get(arn, [])]
        found += [({'Id': target}, DRAINING) for target in draining(arn)]
        members = ''.join(member(arn, target, state) for target, state in found if not wanted or target['Id'] in wanted)
        return alb._xml(200, 'DescribeTargetHealth', f'<TargetHealthDescriptions>{members}</TargetHealthDescriptions>')
