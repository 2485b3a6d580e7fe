"""Targets and policies of Application Auto Scaling: kept as resources, nothing scales here.
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-applicationautoscaling-scalabletarget.html
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-applicationautoscaling-scalingpolicy.html"""
import uuid

from ministack.core.responses import get_account_id, get_region
from ministack.services import ecs
from ministack.services.cloudformation import provisioners


def create_target(_logical_id, props, _stack):
    kind, _, key = props['ResourceId'].partition('/')
    if kind == 'service' and (ecs._services.get(key) or {}).get('status') != 'ACTIVE':
        raise ValueError(f"ECS service doesn't exist: {props['ResourceId']}")
    if int(props['MinCapacity']) > int(props['MaxCapacity']):
        raise ValueError('Maximum capacity cannot be less than minimum capacity')
    identifier = '|'.join(props[name] for name in ('ResourceId', 'ScalableDimension', 'ServiceNamespace'))
    return identifier, {'Id': identifier}


def create_policy(_logical_id, props, _stack):
    resource = props.get('ResourceId') or props['ScalingTargetId'].split('|')[0]
    namespace = props.get('ServiceNamespace') or props['ScalingTargetId'].split('|')[2]
    arn = f"arn:aws:autoscaling:{get_region()}:{get_account_id()}:scalingPolicy:{uuid.uuid4()}:resource/{namespace}/{resource}:policyName/{props['PolicyName']}"
    return arn, {'Arn': arn}


def install():
    provisioners._RESOURCE_HANDLERS.update({
        'AWS::ApplicationAutoScaling::ScalableTarget': {'create': create_target, 'update': lambda target, *_: (target, {'Id': target}), 'delete': lambda *_: None},
        'AWS::ApplicationAutoScaling::ScalingPolicy': {'create': create_policy, 'update': lambda policy, *_: (policy, {'Arn': policy}), 'delete': lambda *_: None},
    })
