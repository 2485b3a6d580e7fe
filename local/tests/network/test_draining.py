"""Targets that come and go. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html"""
import concurrent.futures
import time

import pytest
from conftest import wait_until
from network.support import Group, ask, balancer, forward, target_group, unique, up, vpc


@pytest.fixture
def plant(aws, engine):
    group = target_group()
    group['Properties']['TargetGroupAttributes'] = [{'Key': 'deregistration_delay.timeout_seconds', 'Value': '4'}]
    outputs = aws.deploy(
        {**vpc(), 'Group': group, 'Lone': target_group(), **balancer('Balancer', 'internet-facing', forward('Group'))},
        {'Name': {'Fn::GetAtt': ['Balancer', 'DNSName']}, 'Group': {'Ref': 'Group'}, 'Lone': {'Ref': 'Lone'}}, stack=unique('draining'),
    )
    wait_until(lambda: up(outputs['Name']))
    return outputs


def test_a_target_that_leaves_is_draining_for_the_delay_and_may_finish(aws, plant, targets):
    group = Group(aws, plant['Group'])
    stays, goes = targets.start('stays')[1], targets.start('goes')[1]
    group.serve(goes)
    with concurrent.futures.ThreadPoolExecutor() as pool:
        slow = pool.submit(ask, plant['Name'], '/slow')
        # On its way by now: the target answers after 3 s.
        time.sleep(0.5)
        group.serve(stays)
        group.deregister(goes)
        assert group.health()[goes] == {'State': 'draining', 'Reason': 'Target.DeregistrationInProgress', 'Description': 'Target deregistration is in progress'}
        wait_until(lambda: {ask(plant['Name'], '/who')[2].split()[0] for _ in range(4)} == {'stays'}, 2)
        assert slow.result()[::2] == (200, 'slow but whole')
    wait_until(lambda: set(group.health()) == {stays}, 8)


def test_one_that_comes_back_starts_from_the_beginning(aws, plant, targets):
    group = Group(aws, plant['Group'])
    container, address = targets.start('one')
    group.serve(address)
    group.deregister(address)
    wait_until(lambda: ask(plant['Name'])[0] == 503)
    # The engine gives the address to another container, on which nobody listens yet.
    container.pause()
    group.register(address)
    assert group.state(address) == 'initial'
    container.unpause()
    group.until(address, 'healthy')


def test_a_group_that_no_listener_uses(aws, plant, targets):
    group = Group(aws, plant['Lone'])
    address = targets.start('one')[1]
    group.register(address)
    assert group.health()[address] == {
        'State': 'unused', 'Reason': 'Target.NotInUse', 'Description': 'Target group is not configured to receive traffic from the load balancer',
    }
