"""Capacity providers of ECS, and which of them a cluster has. Tasks are containers here whatever they ask for.
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-clustercapacityproviderassociations.html
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-capacityprovider.html"""
import json
import uuid

from ministack.services import ecs
from ministack.services.cloudformation import provisioners

from .tasks import camel


def ask(action, request):
    """The answer of one of MiniStack's own actions; an error of it is the resource's."""
    status, _, body = action(request)
    text = body.decode() if isinstance(body, bytes) else body
    if status >= 400:
        raise ValueError(text)
    return json.loads(text)


def put(cluster, props):
    ask(ecs._put_cluster_capacity_providers, {
        'cluster': cluster,
        'capacityProviders': props.get('CapacityProviders', []),
        'defaultCapacityProviderStrategy': camel(props.get('DefaultCapacityProviderStrategy', [])),
    })
    return cluster, {}


def create_provider(logical_id, props, stack):
    name = props.get('Name') or f'{stack}-{logical_id}-{uuid.uuid4().hex[:12]}'
    ask(ecs._create_capacity_provider, {'name': name, 'autoScalingGroupProvider': camel(props['AutoScalingGroupProvider'])})
    return name, {}


def update_provider(name, _old, new, _stack):
    ask(ecs._update_capacity_provider, {'name': name, 'autoScalingGroupProvider': camel(new['AutoScalingGroupProvider'])})
    return name, {}


def install():
    provisioners._RESOURCE_HANDLERS['AWS::ECS::CapacityProvider'] = {
        'create': create_provider,
        'update': update_provider,
        'delete': lambda name, _props: ecs._delete_capacity_provider({'capacityProvider': name}),
    }
    provisioners._RESOURCE_HANDLERS['AWS::ECS::ClusterCapacityProviderAssociations'] = {
        'create': lambda _logical_id, props, _stack: put(props['Cluster'], props),
        'update': lambda cluster, _old, new, _stack: put(cluster, new),
        'delete': lambda cluster, _props: cluster in ecs._clusters and put(cluster, {}),
    }
