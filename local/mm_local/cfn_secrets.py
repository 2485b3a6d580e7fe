"""Secrets of a stack: Ref is the ARN, and GenerateSecretString keeps to what a template excludes.
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-secret.html
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-secretsmanager-secret-generatesecretstring.html"""
import string

from ministack.services.cloudformation import provisioners

from .patching import wrap, wrap_handler

SECRET = 'AWS::SecretsManager::Secret'


def name_of(arn):
    """`arn:…:secret:<name>-<six characters>`"""
    return arn.split(':', 6)[-1][:-7] if arn.startswith('arn:') else arn


def install():
    handlers = provisioners._RESOURCE_HANDLERS

    @wrap(provisioners, '_sm_secret_string')
    def secret_string(original, props):
        generate = props.get('GenerateSecretString')
        if not generate:
            return original(props)
        excluded = generate.get('ExcludeCharacters', '')
        for flag, characters in (('ExcludePunctuation', string.punctuation), ('ExcludeNumbers', string.digits), ('ExcludeLowercase', string.ascii_lowercase), ('ExcludeUppercase', string.ascii_uppercase)):
            if str(generate.get(flag, False)).lower() == 'true':
                excluded += characters
        return original({**props, 'GenerateSecretString': {**generate, 'ExcludeCharacters': excluded, 'PasswordLength': int(generate.get('PasswordLength', 32))}})

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
