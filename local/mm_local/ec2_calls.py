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
