"""What happens to requests and answers on their way through a balancer.
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/x-forwarded-headers.html"""
import base64
import http.client
import json
import os
import socket
import time

import pytest
from conftest import wait_until
from network.support import Group, Targets, ask, balancer, fixed, forward, path_is, rule, target_group, up, vpc


@pytest.fixture(scope='module')
def name(aws, engine):
    outputs = aws.deploy(
        {
            **vpc(), 'Group': target_group(), **balancer('Balancer', 'internet-facing', forward('Group')),
            'Rule': rule('BalancerListener', 1, path_is('/elsewhere'), fixed(200, 'elsewhere')),
        },
        {'Name': {'Fn::GetAtt': ['Balancer', 'DNSName']}, 'Group': {'Ref': 'Group'}},
    )
    started = Targets(aws, engine)
    wait_until(lambda: up(outputs['Name']))
    Group(aws, outputs['Group']).serve(started.start('one')[1])
    yield outputs['Name']
    started.remove()


def connect(name):
    host, port = name.split(':')
    return socket.create_connection((host, int(port)), timeout=5)


def test_host_is_kept_and_the_client_is_named(name):
    headers = json.loads(ask(name, '/headers', headers={'Host': 'shop.test', 'X-Forwarded-For': '203.0.113.7'})[2])
    assert headers['host'] == 'shop.test'
    assert headers['x-forwarded-for'].startswith('203.0.113.7, ')
    assert (headers['x-forwarded-proto'], headers['x-forwarded-port']) == ('http', '80')


def test_method_path_and_query_arrive_as_they_were_sent(name):
    assert ask(name, '/a%20b/%C3%A4?x=1&y=%2F', 'PATCH')[2] == 'one PATCH /a%20b/%C3%A4?x=1&y=%2F'


def test_a_large_body_goes_both_ways(name):
    body = base64.b64encode(os.urandom(3_000_000)).decode()
    assert ask(name, '/echo', 'POST', body=body)[2] == body


def test_an_answer_streams(name):
    with connect(name) as client:
        client.sendall(b'GET /stream HTTP/1.1\r\nHost: x\r\n\r\n')
        started, received = time.monotonic(), b''
        while b'first' not in received:
            received += client.recv(4096)
        assert b'last' not in received and time.monotonic() - started < 1
        while b'last' not in received:
            received += client.recv(4096)
        assert time.monotonic() - started > 1


def test_a_connection_serves_many_requests(name):
    connection = http.client.HTTPConnection(name, timeout=5)
    connection.connect()
    port = connection.sock.getsockname()[1]
    for n in range(3):
        connection.request('GET', f'/{n}')
        assert connection.getresponse().read() == f'one GET /{n}'.encode()
        assert connection.sock.getsockname()[1] == port
    connection.close()


def test_a_websocket_passes(name):
    with connect(name) as client:
        client.sendall(
            b'GET /socket HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n'
            b'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n',
        )
        head = b''
        while b'\r\n\r\n' not in head:
            head += client.recv(4096)
        # The key and its answer are those of RFC 6455, section 1.3.
        assert head.startswith(b'HTTP/1.1 101') and b's3pPLMBiTxaQ9kYGzzhZRbK+xOo=' in head
        for text in (b'hello', b'again'):
            mask = b'\x01\x02\x03\x04'
            client.sendall(bytes([0x81, 0x80 | len(text)]) + mask + bytes(byte ^ mask[at % 4] for at, byte in enumerate(text)))
            assert client.recv(4096) == bytes([0x81, len(text)]) + text


def test_a_client_that_leaves_does_no_harm(name):
    for _ in range(5):
        with connect(name) as client:
            client.sendall(b'GET /slow HTTP/1.1\r\nHost: x\r\n\r\n')
    assert ask(name, '/still')[:1] == (200,)


def answer_to(name, request):
    """Everything that comes until the balancer closes."""
    received = b''
    with connect(name) as client:
        client.sendall(request)
        while data := client.recv(4096):
            received += data
    return received


@pytest.mark.parametrize('target', ['//', 'http://[', '/%', '*'])
def test_what_is_no_url_does_no_harm(name, target):
    assert answer_to(name, f'GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'.encode()).startswith(b'HTTP/1.1 ')
    assert ask(name, '/still')[0] == 200


def test_an_answer_that_breaks_off_is_not_left_open(name):
    assert answer_to(name, b'GET /dies-half-way HTTP/1.1\r\nHost: x\r\n\r\n').endswith(b'half')


def test_a_websocket_without_a_target_is_told_so(aws, engine):
    outputs = aws.deploy(
        {**vpc(), 'Group': target_group(), **balancer('Balancer', 'internet-facing', forward('Group'))}, {'Name': {'Fn::GetAtt': ['Balancer', 'DNSName']}},
    )
    wait_until(lambda: up(outputs['Name']))
    assert answer_to(outputs['Name'], b'GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n').startswith(b'HTTP/1.1 503 ')
