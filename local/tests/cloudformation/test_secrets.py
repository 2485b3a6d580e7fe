"""Secrets that stacks generate, and what other resources make of them."""
import json
import string

import pytest
from stacks import deploy, outputs

SECRET = 'AWS::SecretsManager::Secret'
LITERAL = {'SecretStringTemplate': '{"username": "app"}', 'GenerateStringKey': 'password'}


def value_of(aws, secret):
    return aws('secretsmanager').get_secret_value(SecretId=secret)['SecretString']


def generate(aws, name, rules):
    stack = deploy(aws('cloudformation'), name, {'It': {'Type': SECRET, 'Properties': {'GenerateSecretString': rules}}}, sections={'Outputs': {'It': {'Value': {'Ref': 'It'}}}})
    assert stack['StackStatus'] == 'CREATE_COMPLETE'
    return value_of(aws, outputs(stack)['It'])


def test_by_default_it_has_32_characters_of_each_kind(aws, name):
    made = generate(aws, name, {})
    assert len(made) == 32
    assert all(set(made) & set(kind) for kind in (string.ascii_lowercase, string.ascii_uppercase, string.digits, string.punctuation))


@pytest.mark.parametrize('rules, forbidden', [
    ({'ExcludePunctuation': True}, string.punctuation),
    ({'ExcludePunctuation': 'true', 'ExcludeNumbers': 'true'}, string.punctuation + string.digits),
    ({'ExcludeCharacters': '"@/\\\\abc'}, '"@/\\abc'),
    ({'ExcludeLowercase': True, 'ExcludeUppercase': True}, string.ascii_letters),
])
def test_what_is_excluded_is_not_in_it(aws, name, rules, forbidden):
    made = generate(aws, name, {**rules, 'PasswordLength': 200})
    assert len(made) == 200 and not set(made) & set(forbidden)


def test_a_template_takes_the_password(aws, name):
    made = json.loads(generate(aws, name, {**LITERAL, 'ExcludePunctuation': True, 'PasswordLength': 40}))
    assert made['username'] == 'app' and len(made['password']) == 40


def test_references_to_a_secret_are_resolved_in_other_resources(aws, name):
    stack = deploy(aws('cloudformation'), name, {
        'Password': {'Type': SECRET, 'Properties': {'GenerateSecretString': {**LITERAL, 'ExcludePunctuation': True}}},
        'Subbed': {'Type': SECRET, 'Properties': {'SecretString': {'Fn::Sub': 'mongodb://app:{{resolve:secretsmanager:${Password}:SecretString:password}}@db-0/?replicaSet=rs0'}}},
        'Joined': {'Type': SECRET, 'Properties': {'SecretString': {'Fn::Join': ['', ['{{resolve:secretsmanager:', {'Ref': 'Password'}, ':SecretString:username}}', '!']]}}},
        'Whole': {'Type': 'AWS::SSM::Parameter', 'Properties': {'Type': 'String', 'Value': {'Fn::Sub': '{{resolve:secretsmanager:${Password}}}'}}},
    }, sections={'Outputs': {key: {'Value': {'Ref': key}} for key in ('Password', 'Subbed', 'Joined', 'Whole')}})
    made = outputs(stack)
    password = json.loads(value_of(aws, made['Password']))['password']
    assert value_of(aws, made['Subbed']) == f'mongodb://app:{password}@db-0/?replicaSet=rs0'
    assert value_of(aws, made['Joined']) == 'app!'
    assert aws('ssm').get_parameter(Name=made['Whole'])['Parameter']['Value'] == value_of(aws, made['Password'])


def test_a_reference_to_nothing_fails_the_resource(aws, name):
    stack = deploy(aws('cloudformation'), name, {'It': {'Type': SECRET, 'Properties': {'SecretString': '{{resolve:secretsmanager:nowhere:SecretString:password}}'}}})
    assert stack['StackStatus'] == 'ROLLBACK_COMPLETE'


def test_an_update_of_something_else_keeps_the_password(aws, name):
    def resources(description):
        return {'It': {'Type': SECRET, 'Properties': {'Description': description, 'GenerateSecretString': {'PasswordLength': 20}}}}
    cloudformation = aws('cloudformation')
    sections = {'Outputs': {'It': {'Value': {'Ref': 'It'}}}}
    made = outputs(deploy(cloudformation, name, resources('one'), sections=sections))['It']
    before = value_of(aws, made)
    assert outputs(deploy(cloudformation, name, resources('two'), 'UPDATE', sections=sections))['It'] == made
    assert value_of(aws, made) == before
    assert aws('secretsmanager').describe_secret(SecretId=made)['Description'] == 'two'
