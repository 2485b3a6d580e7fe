"""What the local AWS can't make of mm's templates is told in docs/local-aws.md, by resource type."""
import os
import pathlib
import re
import subprocess
import sys

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
PRINT = 'from mm_local.install import install_all; install_all(); from ministack.services.cloudformation import provisioners; print("\\n".join(provisioners._RESOURCE_HANDLERS))'


def types_of_templates():
    stacks = [yaml.safe_load(path.read_text()) for path in (ROOT / 'test' / 'golden').rglob('*.stack.yml')]
    return {resource['Type'] for stack in stacks for resource in stack['Resources'].values()}


def types_made_here():
    env = {**os.environ, 'PYTHONPATH': str(ROOT / 'local')}
    return set(subprocess.run([sys.executable, '-c', PRINT], check=True, capture_output=True, text=True, env=env).stdout.split())


def test_types_that_it_cannot_make_are_listed():
    text = (ROOT / 'docs' / 'local-aws.md').read_text()
    listed = set(re.findall(r'`(AWS::[A-Za-z0-9:]+)`', text.split('## What it can\'t make')[1]))
    assert types_of_templates() - types_made_here() == listed
