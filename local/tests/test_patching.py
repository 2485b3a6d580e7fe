"""A MiniStack in which something has moved is told at the start, not by a failure somewhere later."""
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).parents[2]


def start(preparation):
    """Runs the plug-in's start after a change to MiniStack, in a process of its own."""
    script = f"import sys, runpy\n{preparation}\nrunpy.run_module('mm_local', run_name='__main__')"
    return subprocess.run([sys.executable, '-c', script], capture_output=True, text=True, timeout=60, env={**os.environ, 'PYTHONPATH': str(ROOT / 'local'), 'DOCKER_HOST': 'unix:///nonexistent.sock'})


def test_a_function_that_has_moved_is_named():
    ended = start('from ministack.services import ecr\ndel ecr._repo_uri')
    assert ended.returncode == 1
    assert 'ministack.services.ecr._repo_uri has moved: the plug-in was written for MiniStack 1.5.33' in ended.stderr


def test_a_handler_that_has_moved_is_named():
    ended = start("from ministack.services.cloudformation import provisioners\ndel provisioners._RESOURCE_HANDLERS['AWS::EC2::VPC']")
    assert ended.returncode == 1 and 'the handler create of AWS::EC2::VPC has moved' in ended.stderr


def test_another_version_is_refused():
    ended = start("import importlib.metadata\nimportlib.metadata.version = lambda name: '9.9.9'")
    assert ended.returncode == 1 and 'MiniStack 9.9.9 is installed, and the plug-in was written for 1.5.33' in ended.stderr
