"""Run Command on a database's instance. A stack's own document is taken for mm's question to a member, and the answer is made up: the stand-in is
always the primary, and what it last wrote is as old as the question.
https://docs.aws.amazon.com/systems-manager/latest/userguide/run-command.html
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ssm-document.html"""
import json
import time
import uuid

from ministack.services import autoscaling, ec2, ssm
from ministack.services.cloudformation import provisioners

from .database import template_data, values_of
from .patching import need, wrap

# Of stacks, by name.
documents = {}


def create_document(logical_id, props, stack):
    name = props.get('Name') or f'{stack}-{logical_id}-{uuid.uuid4().hex[:12]}'
    documents[name] = props['Content']
    return name, {}


def update_document(name, _old, new, *_):
    documents[name] = new['Content']
    return name, {}


def delete_document(name, *_):
    documents.pop(name, None)


def members():
    """{instance: values of its user data} of the databases' instances that run."""
    found = {}
    for group in autoscaling._asgs.values():
        for member in group['Instances']:
            instance = member['InstanceId']
            is_database = any(tag['Key'] == 'mm:role' and tag['Value'] == 'db' for tag in ec2._tags.get(instance, []))
            if is_database and ec2._instances.get(instance, {}).get('State', {}).get('Name') == 'running':
                found[instance] = values_of(template_data(group))
    return found


def answer(values):
    version, place = values['MONGO_VERSION'], {'seconds': int(time.time()), 'increment': 1}
    return json.dumps({'state': 'PRIMARY', 'optime': place, 'newest': place, 'lag': 0, 'fcv': version.rsplit('.', 1)[0], 'version': version})


def install():
    provisioners._RESOURCE_HANDLERS['AWS::SSM::Document'] = {'create': create_document, 'update': update_document, 'delete': delete_document}
    commands = need(ssm, '_commands')

    @wrap(ssm, '_managed_instance_ids')
    def managed(original):
        return original() | set(members())

    @wrap(ssm, '_send_command')
    def send(original, data):
        name = data.get('DocumentName', '')
        if name not in documents and not name.startswith('AWS-'):
            return ssm.error_response_json('InvalidDocument', f'Document {name} does not exist', 400)
        answered = original(data)
        if answered[0] >= 400 or name not in documents:
            return answered
        asked = members()
        for instance, invocation in commands[json.loads(answered[2])['Command']['CommandId']]['Invocations'].items():
            if instance in asked:
                invocation['StandardOutputContent'] = answer(asked[instance]) + '\n'
        return answered
