"""Names inside the network: a name server container (local/network/names.mjs) that all tasks ask. It knows the A records of private hosted
zones, and the internal balancers by the names that AWS would give them.
https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zones-private.html"""
import logging
import threading
import time

from ministack.services import alb, route53
from ministack.services.cloudformation import provisioners

from . import balancers
from .engine import NAME, engine
from .helper_container import HelperContainer
from .patching import wrap_handler

log = logging.getLogger('mm.names')
server = None
# Address of a network interface -> address of the container that stands in for the instance that holds it.
stand_ins = {}


def server_address():
    """Where tasks ask for names; waits until the server is up."""
    return server.wait().address


def configuration():
    balancer_addresses = {record['DNSName'].lower(): balancers.containers[key[-1]].address for key, record in alb._lbs.all_items() if key[-1] in balancers.containers}
    zones = {key: zone['name'].rstrip('.').lower() for key, zone in list(route53._zones._data.items()) if zone.get('private')}
    records = {name: address for name, address in balancer_addresses.items() if address and not name.startswith('127.')}
    for key in zones:
        for record in list(route53._records._data.get(key) or []):
            address = address_of(record, balancer_addresses)
            if record['Type'] == 'A' and address:
                records[record['Name'].rstrip('.').lower()] = address
    return {'zones': sorted(set(zones.values())), 'records': records}


def address_of(record, balancer_addresses):
    alias = record.get('AliasTarget')
    if alias:
        name = alias['DNSName'].rstrip('.').lower()
        return balancer_addresses.get(name.removeprefix('dualstack.'))
    values = record.get('ResourceRecords') or []
    first = values[0]['Value'] if values and isinstance(values[0], dict) else values[0] if values else None
    return stand_ins.get(first, first)


def loop():
    told = None
    while True:
        try:
            now = configuration()
            if now != told and server.put(now) is not None:
                told = now
        except Exception:
            log.exception('names')
        time.sleep(0.2)


def install():
    global server
    if not engine():
        return

    @wrap_handler(provisioners._RESOURCE_HANDLERS, 'AWS::Route53::HostedZone', 'create')
    def create_zone(original, logical_id, props, *rest):
        zone_id, attributes = original(logical_id, props, *rest)
        route53._zones[zone_id]['private'] = bool(props.get('VPCs'))
        return zone_id, attributes

    server = HelperContainer('names.mjs', f'mm-local-{NAME}-names')
    threading.Thread(target=loop, daemon=True, name='mm-names').start()
