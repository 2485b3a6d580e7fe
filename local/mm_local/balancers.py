"""Every load balancer is a container in the network (local/network/balancer.mjs). A loop compares what MiniStack knows with what each has been
told, hands over what changed, and keeps the health that they report."""
import hashlib
import logging
import socket
import threading
import time

from ministack.core.responses import request_scope
from ministack.services import alb
from ministack.services.cloudformation import provisioners

from .engine import NAME, engine
from .helper_container import HelperContainer
from .patching import wrap_handler

log = logging.getLogger('mm.balancers')
containers = {}
starting = threading.Lock()
# What one has found is handed over before another looks: else the older one may come last.
telling = threading.Lock()
health = {}
UNUSED = ('unused', 'Target.NotInUse', 'Target group is not configured to receive traffic from the load balancer')
REDIRECT = {'protocol': '#{protocol}', 'host': '#{host}', 'port': '#{port}', 'path': '/#{path}', 'query': '#{query}'}
INITIAL = ('initial', 'Elb.RegistrationInProgress', 'Target registration is in progress')


def target_state(group_arn, target_id):
    """(state, reason, description) of a target, as the balancer's own checks found it."""
    return health.get(group_arn, {}).get(target_id, INITIAL) if in_use(group_arn) else UNUSED


def in_use(group_arn):
    """Whether a listener or one of its rules sends requests there."""
    actions = [action for listener in list(alb._listeners.values()) for action in listener.get('DefaultActions', [])]
    actions += [action for rule in list(alb._rules.values()) for action in rule.get('Actions', [])]
    return any(action.get('TargetGroupArn') == group_arn for action in actions)


def free_port():
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


def start(arn, record):
    """Starts a balancer's container. A public one's name is where it's published on this machine, so that http://<DNSName> works here."""
    with starting:
        if arn in containers:
            return
        ports = {}
        if record.get('Scheme') == 'internet-facing':
            ports[80] = free_port()
            record['DNSName'] = f'127.0.0.1:{ports[80]}'
        containers[arn] = HelperContainer('balancer.mjs', f'mm-local-{NAME}-balancer-{hashlib.sha256(arn.encode()).hexdigest()[:8]}', ports)


def configuration(balancer_arn):
    groups, listeners = {}, []
    for listener_arn, listener in list(alb._listeners.items()):
        if listener['LoadBalancerArn'] != balancer_arn:
            continue
        rules = sorted((rule for rule in list(alb._rules.values()) if rule.get('ListenerArn') == listener_arn and not rule.get('IsDefault')), key=lambda rule: int(rule['Priority']))
        described = [{'conditions': [condition(each) for each in rule.get('Conditions', [])], 'action': action(rule['Actions'], groups)} for rule in rules]
        described.append({'conditions': [], 'action': action(listener.get('DefaultActions', []), groups)})
        listeners.append({'port': int(listener['Port']), 'rules': described})
    return {'listeners': listeners, 'groups': groups}


def condition(record):
    kinds = {'path-pattern': 'PathPatternConfig', 'host-header': 'HostHeaderConfig', 'http-header': 'HttpHeaderConfig', 'http-request-method': 'HttpRequestMethodConfig'}
    details = record.get(kinds.get(record['Field'], ''), {}) or {}
    return {'field': record['Field'], 'name': details.get('HttpHeaderName', ''), 'values': details.get('Values') or record.get('Values') or []}


def action(actions, groups):
    chosen = actions[-1] if actions else {'Type': 'none'}
    kind = chosen['Type']
    if kind == 'forward':
        arn = chosen.get('TargetGroupArn')
        if arn in alb._tgs:
            groups[arn] = group(arn)
        return {'type': 'forward', 'group': arn}
    if kind == 'fixed-response':
        fixed = chosen.get('FixedResponseConfig', {})
        return {'type': kind, 'status': int(fixed.get('StatusCode', 200)), 'contentType': fixed.get('ContentType', 'text/plain'), 'body': fixed.get('MessageBody', '')}
    if kind == 'redirect':
        redirect = chosen.get('RedirectConfig', {})
        to = {part: redirect.get(part.capitalize()) or default for part, default in REDIRECT.items()}
        return {'type': kind, 'status': 301 if redirect.get('StatusCode') == 'HTTP_301' else 302, 'to': to}
    return {'type': 'fixed-response', 'status': 503, 'contentType': 'text/plain', 'body': f'the local AWS has no action {kind}'}


def group(arn):
    record = alb._tgs[arn]
    matcher = record.get('Matcher') or {}
    codes = (matcher.get('HttpCode') if isinstance(matcher, dict) else matcher) or '200'
    port = str(record.get('HealthCheckPort', ''))
    return {
        'check': {
            'path': record.get('HealthCheckPath') or '/',
            'port': int(port) if port.isdigit() else None,
            'interval': float(record.get('HealthCheckIntervalSeconds') or 30),
            'timeout': float(record.get('HealthCheckTimeoutSeconds') or 5),
            'healthy': int(record.get('HealthyThresholdCount') or 5),
            'unhealthy': int(record.get('UnhealthyThresholdCount') or 2),
            'codes': [[int(part.split('-')[0]), int(part.split('-')[-1])] for part in str(codes).split(',')],
        },
        'targets': [{'id': target['Id'], 'port': int(target.get('Port') or record.get('Port') or 80)} for target in alb._targets.get(arn, [])],
    }


def tell(arn):
    with telling:
        told = configuration(arn)
        report = containers[arn].put(told)
    if report is None:
        return
    # A group without targets isn't in the report: what is known of targets that have gone mustn't be said of new ones with their addresses.
    for group_arn in told['groups']:
        targets = report.get(group_arn, {})
        health[group_arn] = {target: (each['state'], each.get('reason'), each.get('description')) for target, each in targets.items()}


def tell_now():
    """Those of the account and region that is asked for, without waiting for the next look."""
    for arn in [arn for arn in list(alb._lbs) if arn in containers]:
        tell(arn)


def loop():
    while True:
        try:
            for (account, region, arn), record in alb._lbs.all_items():
                with request_scope(account, region):
                    if arn not in containers:
                        start(arn, record)
                    tell(arn)
            for arn in set(containers) - {key[-1] for key, _ in alb._lbs.all_items()}:
                containers.pop(arn).remove()
        except Exception:
            log.exception('balancers')
        time.sleep(0.25)


def install():
    if not engine():
        return

    @wrap_handler(provisioners._RESOURCE_HANDLERS, 'AWS::ElasticLoadBalancingV2::LoadBalancer', 'create')
    def create(original, *args):
        arn, attributes = original(*args)
        start(arn, alb._lbs[arn])
        return arn, {**attributes, 'DNSName': alb._lbs[arn]['DNSName']}

    threading.Thread(target=loop, daemon=True, name='mm-balancers').start()
