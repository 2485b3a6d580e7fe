"""Service Quotas: the one quota that mm asks for, with the value that AWS gives an account that has been used for a while. Nothing here is counted against it.
https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_GetServiceQuota.html
https://docs.aws.amazon.com/general/latest/gr/ecs-service.html (service quotas of AWS Fargate)"""
import json

from ministack import app
from ministack.core import router

from .patching import need

QUOTAS = {('fargate', 'L-3032A538'): ('Fargate On-Demand vCPU resource count', 4000.0)}


def quota(service, code):
    name, value = QUOTAS[service, code]
    return {'Quota': {'ServiceCode': service, 'QuotaCode': code, 'QuotaName': name, 'Value': value, 'Unit': 'None', 'Adjustable': True, 'GlobalQuota': False}}


def refused(code, message):
    return 400, {'Content-Type': 'application/x-amz-json-1.1', 'x-amzn-errortype': code}, json.dumps({'__type': code, 'message': message}).encode()


async def handle(_method, _path, headers, body, _query):
    action = headers.get('x-amz-target', '').split('.')[-1]
    if action != 'GetServiceQuota':
        return refused('UnknownOperationException', f'The local AWS has no {action} of Service Quotas')
    asked = json.loads(body or b'{}')
    if (asked.get('ServiceCode'), asked.get('QuotaCode')) not in QUOTAS:
        return refused('NoSuchResourceException', 'The request failed because the specified quota does not exist.')
    return 200, {'Content-Type': 'application/x-amz-json-1.1'}, json.dumps(quota(asked['ServiceCode'], asked['QuotaCode'])).encode()


def install():
    # Told by its target, or MiniStack would read the descriptions of all of AWS's services, which takes seconds, to learn that it has none of this one.
    need(router, 'SERVICE_PATTERNS')['servicequotas'] = {'target_prefixes': ['ServiceQuotasV20190624']}
    need(app, 'SERVICE_HANDLERS')['servicequotas'] = handle
