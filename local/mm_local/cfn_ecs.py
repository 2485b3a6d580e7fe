"""Which capacity providers an ECS cluster has.
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-clustercapacityproviderassociations.html"""
from ministack.services import ecs
from ministack.services.cloudformation import provisioners

from .tasks import camel


def put(cluster, props):
    status, _, body = ecs._put_cluster_capacity_providers({
        'cluster': cluster,
        'capacityProviders': props.get('CapacityProviders', []),
        'defaultCapacityProviderStrategy': camel(props.get('DefaultCapacityProviderStrategy', [])),
    })
    if status >= 400:
        raise ValueError(body.decode() if isinstance(body, bytes) else body)
    return cluster, {}


def install():
    provisioners._RESOURCE_HANDLERS['AWS::ECS::ClusterCapacityProviderAssociations'] = {
        'create': lambda _logical_id, props, _stack: put(props['Cluster'], props),
        'update': lambda cluster, _old, new, _stack: put(cluster, new),
        'delete': lambda cluster, _props: cluster in ecs._clusters and put(cluster, {}),
    }
