"""Which changes replace a resource. MiniStack knows it for some types; for the others it's read from the types' own schemas
(createOnlyProperties, conditionalCreateOnlyProperties), which cfn-lint carries.
https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html"""
import importlib.resources
import json

from ministack.services.cloudformation import provisioners

from .patching import need

SERVICES = (
    'ApplicationAutoScaling', 'AutoScaling', 'Budgets', 'CertificateManager', 'CloudWatch', 'DLM', 'EC2', 'ECR', 'ECS', 'ElasticLoadBalancingV2', 'Events', 'IAM', 'KMS', 'Logs', 'Route53',
    'S3', 'SecretsManager', 'ServiceDiscovery', 'SNS', 'SSM',
)


def schemas():
    """{type: schema} of the types that the local AWS can make."""
    folder = importlib.resources.files('cfnlint') / 'data' / 'schemas'
    files = json.loads((folder / 'providers' / 'us-east-1.json').read_text())
    for resource_type in provisioners._RESOURCE_HANDLERS:
        if resource_type in files and resource_type.split('::')[1] in SERVICES:
            yield resource_type, json.loads((folder / 'resources' / f'{files[resource_type]}.json').read_text())


def top_level(schema, key):
    return tuple(dict.fromkeys(path.split('/')[2] for path in schema.get(key, [])))


def install():
    always = need(provisioners, '_REPLACING_PROPERTIES')
    sometimes = need(provisioners, '_CONDITIONALLY_REPLACING_PROPERTIES')
    for resource_type, schema in schemas():
        if resource_type not in always:
            always[resource_type] = top_level(schema, 'createOnlyProperties')
            sometimes[resource_type] = top_level(schema, 'conditionalCreateOnlyProperties')
