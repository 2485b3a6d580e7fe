"""FilterLogEvents in pages, and by a stream's prefix.
https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html"""
import json

from ministack.services import cloudwatch_logs

from .patching import wrap

# AWS: 1 MB or 10,000 events; smaller here, so that every reader meets a second page.
PAGE = 1000


def install():
    @wrap(cloudwatch_logs, '_filter_log_events')
    def filter_events(original, data):
        group = cloudwatch_logs._log_groups.get(cloudwatch_logs._resolve_log_group_name(data))
        prefix = data.get('logStreamNamePrefix')
        if prefix and group:
            names = [name for name in group['streams'] if name.startswith(prefix)]
            if not names:
                return cloudwatch_logs.json_response({'events': [], 'searchedLogStreams': []})
            data = {**data, 'logStreamNames': names}
        start = int(data.get('nextToken') or 0)
        size = min(int(data.get('limit') or PAGE), PAGE)
        status, headers, body = original({**data, 'limit': 10000})
        if status >= 400:
            return status, headers, body
        events = json.loads(body)['events']
        page = {'events': events[start:start + size], 'searchedLogStreams': []}
        if start + size < len(events):
            page['nextToken'] = str(start + size)
        return cloudwatch_logs.json_response(page)
