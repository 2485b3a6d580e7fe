"""The awslogs driver: every line of a container in its CloudWatch stream, with the time at which it was written, also the last ones of a
container that has crashed.
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html"""
import datetime
import threading

from ministack.core.responses import request_scope
from ministack.services import cloudwatch_logs, ecs

from .engine import engine
from .patching import wrap

forwarders = {}
# https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/logs/cloudwatch_limits_cwl.html
LARGEST_EVENT = 262_144 - 26


def forward(container, config, account, region):
    with request_scope(account, region):
        rest = b''
        for chunk in container.logs(stream=True, follow=True, stdout=True, stderr=True, timestamps=True):
            *lines, rest = (rest + chunk).split(b'\n')
            put(config, lines)
        put(config, [rest])


def put(config, lines):
    events = [event for line in lines for event in events_of(line)]
    if events:
        cloudwatch_logs._put_log_events({'logGroupName': config['group'], 'logStreamName': config['stream'], 'logEvents': sorted(events, key=lambda event: event['timestamp'])})


def events_of(line):
    """One event, or several for a line that is larger than CloudWatch takes; the driver leaves out empty lines."""
    time, _, message = line.decode('utf-8', errors='replace').partition(' ')
    data = message.rstrip('\r').encode()
    for start in range(0, len(data), LARGEST_EVENT):
        yield {'timestamp': milliseconds(time), 'message': data[start:start + LARGEST_EVENT].decode('utf-8', errors='replace')}


def milliseconds(text):
    """`2026-11-24T12:00:00.123456789Z` as epoch milliseconds."""
    moment = datetime.datetime.fromisoformat(text[:26].rstrip('Z').ljust(26, '0')).replace(tzinfo=datetime.timezone.utc)
    return int(moment.timestamp() * 1000)


def last_lines(container_id, seconds=10):
    """Waits until everything that the container, which has ended, wrote is in its stream."""
    thread = forwarders.pop(container_id, None)
    if thread:
        thread.join(timeout=seconds)


def check(cdef):
    """On Fargate a task without its log group doesn't start."""
    config = ecs._awslogs_config(cdef, '', '')
    if not config or config['create_group']:
        return
    with request_scope(ecs.get_account_id(), config['region'] or ecs.get_region()):
        if config['group'] not in cloudwatch_logs._log_groups:
            raise ValueError(
                'failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: '
                'ResourceNotFoundException: The specified log group does not exist.',
            )


def install():
    if not engine():
        return

    @wrap(ecs, '_start_awslogs_forwarder')
    def start_forwarder(_original, container, cdef, task_id):
        config = ecs._awslogs_config(cdef, task_id, container.id)
        if not config:
            return
        account, region = ecs.get_account_id(), config['region'] or ecs.get_region()
        with request_scope(account, region):
            if not ecs._ensure_awslogs_stream(config):
                return
        forwarders[container.id] = threading.Thread(target=forward, args=(container, config, account, region), daemon=True, name=f'mm-logs-{container.id[:8]}')
        forwarders[container.id].start()

    # Of a task that couldn't start, too.
    @wrap(ecs, '_cleanup_task_resources')
    def cleanup(original, task, *rest, **named):
        for container in task.get('_docker_ids') or []:
            last_lines(container)
        return original(task, *rest, **named)
