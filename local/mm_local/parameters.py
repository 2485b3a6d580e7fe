"""The public parameters that AWS keeps in every account: ids of its machine images.
https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-public-parameters-ami.html"""
import hashlib

from ministack.services import ssm

from .patching import wrap

PUBLIC = ('/aws/service/ami-amazon-linux-latest/', '/aws/service/ecs/optimized-ami/')


def install():
    # GetParameter, GetParameters and a template's AWS::SSM::Parameter::Value<…> all ask this one.
    @wrap(ssm, '_public_parameter')
    def public_parameter(original, name):
        if not name.startswith(PUBLIC):
            return original(name)
        image = 'ami-' + hashlib.sha256(name.encode()).hexdigest()[:17]
        return {
            'Name': name, 'Type': 'String', 'Value': image, 'Version': 1, 'DataType': 'aws:ec2:image',
            'LastModifiedDate': 1728518400, 'ARN': f'arn:aws:ssm:{ssm.get_region()}::parameter{name}',
        }
