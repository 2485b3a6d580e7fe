"""Secrets of a stack: Ref is the ARN, and GenerateSecretString keeps to what a template excludes.
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-secret.html
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-secretsmanager-secret-generatesecretstring.html"""
import json
import secrets
import string

from ministack.services.cloudformation import provisioners

from .patching import wrap, wrap_handler

SECRET = 'AWS::SecretsManager::Secret'
KINDS = {'ExcludeLowercase': string.ascii_lowercase, 'ExcludeUppercase': string.ascii_uppercase, 'ExcludeNumbers': string.digits, 'ExcludePunctuation': string.punctuation}


def name_of(arn):
    """`arn:…:secret:<name>-<six characters>`"""
    return arn.split(':', 6)[-1][:-7] if arn.startswith('arn:') else arn


def flag(rules, name, default=False):
    return str(rules.get(name, default)).lower() == 'true'


def password(rules):
    length, excluded = int(rules.get('PasswordLength', 32)), rules.get('ExcludeCharacters', '')
    kinds = [characters for name, characters in KINDS.items() if not flag(rules, name)] + ([' '] if flag(rules, 'IncludeSpace') else [])
    kinds = [kept for kept in (''.join(each for each in kind if each not in excluded) for kind in kinds) if kept]
    if not kinds:
        raise ValueError('GenerateSecretString excludes all characters')
    required = [secrets.choice(kind) for kind in kinds] if flag(rules, 'RequireEachIncludedType', True) else []
    if len(required) > length:
        raise ValueError(f'PasswordLength {length} is too short for each included type')
    chosen = required + [secrets.choice(''.join(kinds)) for _ in range(length - len(required))]
    secrets.SystemRandom().shuffle(chosen)
    return ''.join(chosen)


def generated(rules):
    template, key = rules.get('SecretStringTemplate'), rules.get('GenerateStringKey')
    if bool(template) != bool(key):
        raise ValueError('SecretStringTemplate and GenerateStringKey must be given together')
    return json.dumps({**json.loads(template), key: password(rules)}) if template else password(rules)


def install():
    handlers = provisioners._RESOURCE_HANDLERS

    @wrap(provisioners, '_sm_secret_string')
    def secret_string(original, props):
        if 'GenerateSecretString' not in props:
            return original(props)
        if 'SecretString' in props:
            raise ValueError('SecretString and GenerateSecretString exclude each other')
        return generated(props['GenerateSecretString'])

    @wrap_handler(handlers, SECRET, 'create')
    def create(original, *args):
        _, attributes = original(*args)
        return attributes['Arn'], attributes

    @wrap_handler(handlers, SECRET, 'update')
    def update(original, physical_id, *rest, **named):
        result, attributes = original(name_of(physical_id), *rest, **named)
        return physical_id if result == name_of(physical_id) else attributes['Arn'], attributes

    @wrap_handler(handlers, SECRET, 'delete')
    def delete(original, physical_id, props):
        return original(name_of(physical_id), props)
