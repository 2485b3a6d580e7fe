"""CloudFormation types of storage that MiniStack lacks."""
import uuid

from ministack.core.responses import get_account_id, get_region
from ministack.services import ec2
from ministack.services.cloudformation import provisioners

from .ec2_calls import apply_tags, call, element
from .patching import need

# "Updates are not supported" for these: the update fails, nothing is replaced.
# https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-volume.html
FIXED = ('AvailabilityZone', 'SnapshotId', 'Encrypted', 'KmsKeyId')


def create_volume(_logical_id, props, _stack):
    volume = element(call(
        ec2._create_volume,
        AvailabilityZone=props['AvailabilityZone'],
        Size=props.get('Size'),
        VolumeType=props.get('VolumeType'),
        SnapshotId=props.get('SnapshotId'),
        Iops=props.get('Iops'),
        Encrypted=str(props.get('Encrypted', False)).lower(),
    ), 'volumeId')
    record = ec2._volumes[volume]
    if props.get('Throughput'):
        record['Throughput'] = int(props['Throughput'])
    apply_tags(volume, props)
    return volume, {'VolumeId': volume}


def update_volume(volume, old, new, _stack):
    if any(old.get(key) != new.get(key) for key in FIXED):
        raise ValueError('Update to resource type AWS::EC2::Volume is not supported.')
    record = ec2._volumes[volume]
    for key in ('Size', 'Iops', 'Throughput'):
        if new.get(key):
            record[key] = int(new[key])
    record['VolumeType'] = new.get('VolumeType', record.get('VolumeType'))
    apply_tags(volume, new, old)
    return volume, {'VolumeId': volume}


# https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dlm-lifecyclepolicy.html
def create_policy(_logical_id, _props, _stack):
    policy = 'policy-' + uuid.uuid4().hex[:17]
    return policy, policy_attributes(policy)


def policy_attributes(policy):
    return {'Arn': f'arn:aws:dlm:{get_region()}:{get_account_id()}:policy/{policy}'}


def install():
    need(provisioners, '_STACK_TAG_PROPERTY')['AWS::EC2::Volume'] = ('Tags', 'list')
    provisioners._RESOURCE_HANDLERS.update({
        'AWS::EC2::Volume': {
            'create': create_volume,
            'update': update_volume,
            'delete': lambda volume, _: call(ec2._delete_volume, VolumeId=volume),
            'snapshot': lambda volume, _: call(ec2._create_snapshot, VolumeId=volume),
        },
        'AWS::DLM::LifecyclePolicy': {
            'create': create_policy,
            'update': lambda policy, *_: (policy, policy_attributes(policy)),
            'delete': lambda *_: None,
        },
    })
