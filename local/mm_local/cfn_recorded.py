"""CloudFormation types that are only recorded here: nothing is counted against a budget, a load balancer shows no
certificates, and no request is filtered.
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-budgets-budget.html
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-listenercertificate.html
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-wafv2-webaclassociation.html"""
import uuid

from ministack.services import alb
from ministack.services.cloudformation import provisioners


def create_budget(logical_id, props, stack):
    return props['Budget'].get('BudgetName') or f'{stack}-{logical_id}-{uuid.uuid4().hex[:12]}', {}


def create_certificates(_logical_id, props, _stack):
    if props['ListenerArn'] not in alb._listeners:
        raise ValueError(f"Listener '{props['ListenerArn']}' not found")
    return f"listener-certificates-{uuid.uuid4().hex[:8]}", {}


def create_acl_association(_logical_id, props, _stack):
    return f"{props['WebACLArn']}|{props['ResourceArn']}", {}


def recorded(create):
    return {'create': create, 'update': lambda physical_id, *_: (physical_id, {}), 'delete': lambda *_: None}


def install():
    provisioners._RESOURCE_HANDLERS.update({
        'AWS::Budgets::Budget': recorded(create_budget),
        'AWS::ElasticLoadBalancingV2::ListenerCertificate': recorded(create_certificates),
        'AWS::WAFv2::WebACLAssociation': recorded(create_acl_association),
    })
