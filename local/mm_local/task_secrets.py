"""Secrets of a container: whole ones, one key of a JSON secret, a version of it, and parameters, also encrypted ones.
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-ssm-paramstore.html"""
import json

from ministack.services import ecs, secretsmanager, ssm

from .patching import need, wrap


def value_of(reference):
    if ':secretsmanager:' not in reference:
        value = ssm.resolve_parameter_value(reference, decrypt=True)
        if value is None:
            raise ecs._SecretResolutionError(f'unable to retrieve secrets from ssm: invalid ssm parameters: {reference}')
        return value
    parts = reference.split(':')
    arn, (key, stage, version) = ':'.join(parts[:7]), (parts[7:] + ['', '', ''])[:3]
    value = secretsmanager.resolve_secret_string(arn, stage or 'AWSCURRENT', version or None)
    if value is None:
        raise ecs._SecretResolutionError(f"unable to retrieve secret from asm: ResourceNotFoundException: Secrets Manager can't find the specified secret. ({reference})")
    if not key:
        return value
    try:
        found = json.loads(value)[key]
    except (ValueError, KeyError, TypeError):
        raise ecs._SecretResolutionError(f'unable to retrieve secret from asm: retrieved secret from Secrets Manager did not contain json key {key}') from None
    return found if isinstance(found, str) else json.dumps(found)


def install():
    need(ecs, '_SecretResolutionError')

    @wrap(ecs, '_resolve_container_secrets')
    def resolve(_original, cdef):
        return {each['name']: value_of(each['valueFrom']) for each in cdef.get('secrets') or []}
