"""https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html"""
import time

import pytest
from botocore.exceptions import ClientError


@pytest.fixture
def logs(aws, name):
    client = aws('logs')
    client.create_log_group(logGroupName=name)
    return client


def write(logs, group, stream, events):
    try:
        logs.create_log_stream(logGroupName=group, logStreamName=stream)
    except logs.exceptions.ResourceAlreadyExistsException:
        pass
    logs.put_log_events(logGroupName=group, logStreamName=stream, logEvents=[{'timestamp': at, 'message': message} for at, message in events])


def messages(answer):
    return [event['message'] for event in answer['events']]


def everything(logs, **query):
    return [event for page in logs.get_paginator('filter_log_events').paginate(**query) for event in page['events']]


def test_streams_are_merged_by_time_and_both_ends_of_a_range_belong_to_it(logs, name):
    now = int(time.time() * 1000)
    write(logs, name, 'a', [(now - 30, 'a1'), (now - 10, 'a2')])
    write(logs, name, 'b', [(now - 20, 'b1'), (now, 'b2')])
    assert messages(logs.filter_log_events(logGroupName=name)) == ['a1', 'b1', 'a2', 'b2']
    assert messages(logs.filter_log_events(logGroupName=name, startTime=now - 20, endTime=now - 10)) == ['b1', 'a2']


def test_pages_hold_every_event_once_though_others_come_in_between(logs, name):
    now = int(time.time() * 1000)
    # Many of one millisecond: a page ends among them.
    write(logs, name, 'a', [(now + n // 700, f'{n}') for n in range(2500)])
    first = logs.filter_log_events(logGroupName=name)
    write(logs, name, 'b', [(now - 1000, 'before')])
    seen = list(first['events'])
    while 'nextToken' in first:
        first = logs.filter_log_events(logGroupName=name, nextToken=first['nextToken'])
        seen += first['events']
    assert [event['message'] for event in seen] == [f'{n}' for n in range(2500)]
    assert len({event['eventId'] for event in seen}) == 2500
    assert all(event['ingestionTime'] >= now for event in seen)


def test_a_prefix_selects_streams(logs, name):
    now = int(time.time() * 1000)
    for stream in ('web/1', 'web/2', 'worker/1'):
        write(logs, name, stream, [(now, stream)])
    assert sorted(messages({'events': everything(logs, logGroupName=name, logStreamNamePrefix='web/')})) == ['web/1', 'web/2']
    assert everything(logs, logGroupName=name, logStreamNamePrefix='none/') == []


def test_a_limit_and_a_pattern(logs, name):
    now = int(time.time() * 1000)
    write(logs, name, 'a', [(now + n, f'error {n}' if n % 2 else f'fine {n}') for n in range(10)])
    assert messages({'events': everything(logs, logGroupName=name, filterPattern='error', PaginationConfig={'PageSize': 2})}) == [f'error {n}' for n in range(1, 10, 2)]


@pytest.mark.parametrize('call', [
    lambda logs, name: logs.filter_log_events(logGroupName='missing'),
    lambda logs, name: logs.get_log_events(logGroupName='missing', logStreamName='a'),
    lambda logs, name: logs.get_log_events(logGroupName=name, logStreamName='missing'),
])
def test_what_is_missing_is_told(logs, name, call):
    with pytest.raises(logs.exceptions.ResourceNotFoundException, match='does not exist'):
        call(logs, name)


def test_a_wrong_token_is_refused(logs, name):
    with pytest.raises(ClientError, match='nextToken is invalid'):
        logs.filter_log_events(logGroupName=name, nextToken='x')


def test_a_stream_is_read_from_either_end(logs, name):
    now = int(time.time() * 1000)
    write(logs, name, 'a', [(now + n, str(n)) for n in range(5)])
    head = logs.get_log_events(logGroupName=name, logStreamName='a', startFromHead=True, limit=2)
    assert messages(head) == ['0', '1']
    assert messages(logs.get_log_events(logGroupName=name, logStreamName='a', nextToken=head['nextForwardToken'], limit=2)) == ['2', '3']
    assert messages(logs.get_log_events(logGroupName=name, logStreamName='a', limit=2)) == ['3', '4']
