"""FilterLogEvents in pages, and by a stream's prefix.
https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html"""
import json
import re

from ministack.services import cloudwatch_logs

from .patching import wrap

# AWS: 1 MB or 10,000 events; smaller here, so that every reader meets a second page.
PAGE = 1000


def invalid(message):
    return cloudwatch_logs.error_response_json('InvalidParameterException', message, 400)


def streams_with(group, prefix):
    return [name for name in cloudwatch_logs._log_groups[group]['streams'] if name.startswith(prefix)]


def install():
    @wrap(cloudwatch_logs, '_filter_log_events')
    def filter_events(original, data):
        group, prefix, token = cloudwatch_logs._resolve_log_group_name(data), data.get('logStreamNamePrefix'), data.get('nextToken')
        if prefix and data.get('logStreamNames'):
            return invalid('logStreamNamePrefix and logStreamNames cannot be used together')
        if token and not re.fullmatch(r'\d+\.\d+', token):
            return invalid('The specified nextToken is invalid.')
        # A token is the time of the last event and how many of that time were given: what arrives meanwhile doesn't shift the pages.
        since, given = (int(part) for part in token.split('.')) if token else (data.get('startTime') or 0, 0)
        query = {**data, 'startTime': since, 'limit': 10_000}
        if prefix and group in cloudwatch_logs._log_groups:
            query['logStreamNames'] = streams_with(group, prefix)
            if not query['logStreamNames']:
                return cloudwatch_logs.json_response({'events': [], 'searchedLogStreams': []})
        status, headers, body = original(query)
        if status >= 400:
            return status, headers, body
        events = json.loads(body)['events'][given:]
        size = min(int(data.get('limit') or PAGE), PAGE)
        page = events[:size]
        answer = {'events': page, 'searchedLogStreams': []}
        if len(events) > size:
            last = page[-1]['timestamp']
            answer['nextToken'] = f"{last}.{sum(event['timestamp'] == last for event in page) + (given if last == since else 0)}"
        return cloudwatch_logs.json_response(answer)
