"""One local AWS for the whole run, and clients that lead to it."""
import json
import os
import pathlib
import subprocess
import time
import uuid

import boto3
import pytest
from botocore.config import Config

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SCRIPT = str(ROOT / 'scripts' / 'local-aws')


class LocalAws:
    def __init__(self, name):
        self.name = name
        subprocess.run([SCRIPT, 'start', '--name', name], check=True, capture_output=True)
        self.variables = json.loads(subprocess.run([SCRIPT, 'env', '--json', '--name', name], check=True, capture_output=True).stdout)
        self.state = json.loads(subprocess.run([SCRIPT, 'status', '--json', '--name', name], check=True, capture_output=True).stdout)

    def client(self, service):
        # Asked once: an answer of 5xx is a fault of the local AWS, and asking again would hide it.
        config = Config(retries={'total_max_attempts': 1}, s3={'addressing_style': 'path'})
        return boto3.client(service, endpoint_url=self.variables['AWS_ENDPOINT_URL'], region_name=self.variables['AWS_REGION'], aws_access_key_id='test', aws_secret_access_key='test', config=config)

    __call__ = client

    def deploy(self, resources, outputs=None, stack=None):
        """Creates a stack and returns its outputs; fails with the first reason when it isn't created."""
        name = stack or f'test-{uuid.uuid4().hex[:8]}'
        api = self.client('cloudformation')
        template = {'Resources': resources, 'Outputs': {key: {'Value': value} for key, value in (outputs or {}).items()}}
        api.create_stack(StackName=name, TemplateBody=json.dumps(template), Capabilities=['CAPABILITY_NAMED_IAM'])
        wait_until(lambda: not api.describe_stacks(StackName=name)['Stacks'][0]['StackStatus'].endswith('_IN_PROGRESS'), 120)
        found = api.describe_stacks(StackName=name)['Stacks'][0]
        reasons = [event.get('ResourceStatusReason') for event in api.describe_stack_events(StackName=name)['StackEvents'] if 'FAILED' in event['ResourceStatus']]
        assert found['StackStatus'] == 'CREATE_COMPLETE', reasons
        return {each['OutputKey']: each['OutputValue'] for each in found.get('Outputs', [])}


def wait_until(true, seconds=30, every=0.2):
    deadline = time.time() + seconds
    while time.time() < deadline:
        value = true()
        if value:
            return value
        time.sleep(every)
    raise AssertionError(f'not true within {seconds} s')


@pytest.fixture(scope='session')
def aws():
    started = LocalAws(f'pytest-{os.getpid()}')
    yield started
    subprocess.run([SCRIPT, 'stop', '--name', started.name], check=True, capture_output=True)


@pytest.fixture(scope='session')
def engine():
    if os.environ.get('MM_NO_ENGINE'):
        pytest.skip('no container engine')
    import docker
    return docker.from_env()


@pytest.fixture
def name():
    """A name that no other test has."""
    return f'test-{uuid.uuid4().hex[:8]}'
