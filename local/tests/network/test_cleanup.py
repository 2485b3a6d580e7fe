"""After a stop nothing of a local AWS is left in the engine."""
import subprocess

from conftest import SCRIPT, LocalAws, wait_until
from network.support import Targets, balancer, fixed, up, vpc


def belongings(engine, name):
    ours = {'filters': {'label': f'org.mm.local-aws={name}'}}
    return [each.name for kind in (engine.containers.list(all=True, **ours), engine.networks.list(**ours), engine.volumes.list(**ours)) for each in kind]


def test_a_stop_takes_everything_of_it_and_nothing_else(aws, engine, name):
    before = belongings(engine, aws.name)
    other = LocalAws(name)
    try:
        outputs = other.deploy({**vpc(), **balancer('Balancer', 'internet-facing', fixed(200, 'here'))}, {'Name': {'Fn::GetAtt': ['Balancer', 'DNSName']}})
        wait_until(lambda: up(outputs['Name']))
        data = engine.volumes.create(f'mm-local-{name}-vol-1', labels={'org.mm.local-aws': name})
        Targets(other, engine).run(['sleep', '300'], volumes={data.name: {'bind': '/data'}})
        # The balancer, the name server, the container here, the network and the volume.
        assert len(belongings(engine, name)) == 5
    finally:
        subprocess.run([SCRIPT, 'stop', '--name', name], check=True, capture_output=True)
    assert belongings(engine, name) == []
    assert set(before) <= set(belongings(engine, aws.name))
