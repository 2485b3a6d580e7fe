"""Calls MiniStack's own EC2 functions from CloudFormation handlers, so that DescribeX sees what a stack makes."""
import re

from ministack.services import ec2
from ministack.services.cloudformation import provisioners


def call(function, **parameters):
    """The XML answer of a query function; `__` in a name stands for a dot. Raises ValueError with AWS's message."""
    ec2._ensure_defaults_initialized()
    status, _, body, *_ = function({name.replace('__', '.'): [str(value)] for name, value in parameters.items() if value not in (None, '')})
    text = body.decode() if isinstance(body, bytes) else body
    if status >= 400:
        raise ValueError(re.sub('<[^>]+>', ' ', text).strip())
    return text


def element(xml, name):
    return re.search(f'<{name}>([^<]*)</{name}>', xml).group(1)


def apply_tags(resource_id, properties, old=None):
    provisioners._ec2_apply_tags(resource_id, properties, *([old] if old else []))


def retag(attributes):
    """An update handler for types of which nothing but the tags changes without a replacement; `attributes(id)` are for Fn::GetAtt."""
    def update(resource_id, old, new, _stack):
        apply_tags(resource_id, new, old)
        return resource_id, attributes(resource_id)
    return update
