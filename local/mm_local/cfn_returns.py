"""Return values of types that MiniStack makes, where they aren't CloudFormation's."""
from ministack.services import alb, iam
from ministack.services.cloudformation import provisioners

from .patching import wrap, wrap_handler

PROFILE = 'AWS::IAM::InstanceProfile'


def arn_of(name):
    profile = iam._instance_profiles.get(name)
    return profile['Arn'] if profile else name


def install():
    handlers = provisioners._RESOURCE_HANDLERS

    # Ref is the name. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-instanceprofile.html
    @wrap_handler(handlers, PROFILE, 'create')
    def create(original, *args):
        arn, attributes = original(*args)
        return arn.rsplit('/', 1)[1], attributes

    @wrap_handler(handlers, PROFILE, 'update')
    def update(original, name, *rest):
        arn, attributes = original(arn_of(name), *rest)
        return arn.rsplit('/', 1)[1], attributes

    @wrap_handler(handlers, PROFILE, 'delete')
    def delete(original, name, props):
        return original(arn_of(name), props)

    # https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-targetgroup.html
    @wrap(alb, '_target_group_full_name_from_arn')
    def full_name(original, arn):
        return f'targetgroup/{original(arn)}'
