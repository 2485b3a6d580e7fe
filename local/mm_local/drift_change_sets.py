"""Change sets that take back what was changed outside of CloudFormation.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/drift-aware-change-sets.html
https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceTargetDefinition.html"""
import copy
import json
import xml.etree.ElementTree as xml

from ministack.core.responses import now_iso
from ministack.services import cloudformation
from ministack.services.cloudformation import changesets, drift, handlers, helpers, provisioners, stacks

from .patching import need, wrap

MODE = 'REVERT_DRIFT'


def refusal(params):
    """The error of a change set that can't know of drift, or None."""
    mode, kind = changesets._p(params, 'DeploymentMode'), changesets._p(params, 'ChangeSetType', 'UPDATE')
    if mode and mode != MODE:
        return changesets._error('ValidationError', f"1 validation error detected: Value '{mode}' at 'deploymentMode' failed to satisfy constraint: Member must satisfy enum value set: [{MODE}]")
    if mode and kind != 'UPDATE':
        return changesets._error('ValidationError', f'DeploymentMode {mode} is not supported for change sets of type {kind}')
    return None


def found_in(stack, wanted):
    """{logical id: drift} of the resources that the new template still has."""
    timestamp = now_iso()
    return {
        logical_id: drift.detect_resource_drift(stack, logical_id, record, timestamp)
        for logical_id, record in stack.get('_resources', {}).items()
        if logical_id in wanted and drift.supports_drift(record.get('ResourceType', ''))
    }


def changes_back(resource_type, difference):
    """What is added to the tags is left alone, and what can't be changed can't be changed back."""
    _, name, *below = difference['PropertyPath'].split('/')
    added_tag = name == 'Tags' and len(below) == 1 and difference['DifferenceType'] == 'ADD'
    return not added_tag and provisioners._property_recreation(resource_type, name) != 'Always'


def value_at(properties, path):
    """The value as text, or None where there is none."""
    value = properties
    for key in path.split('/')[1:]:
        try:
            value = value[int(key)] if isinstance(value, list) else value[key]
        except (KeyError, IndexError, ValueError, TypeError):
            return None
    return drift._scalar_text(value)


def detail(resource_type, difference, wanted, timestamp):
    path = difference['PropertyPath']
    before = None if difference['DifferenceType'] == 'REMOVE' else difference['ActualValue']
    previous = None if difference['DifferenceType'] == 'ADD' else difference['ExpectedValue']
    # What only the deployment resolves is what it was.
    after = previous if isinstance(wanted.get(path.split('/')[1]), dict) else value_at(wanted, path)
    same = before == after
    target = {
        'Attribute': 'Properties', 'Name': path.split('/')[1], 'RequiresRecreation': provisioners._property_recreation(resource_type, path.split('/')[1]),
        'Path': f'/Properties{path}', 'BeforeValue': before, 'AfterValue': after, 'BeforeValueFrom': 'ACTUAL_STATE', 'AfterValueFrom': 'TEMPLATE',
        'AttributeChangeType': 'SyncWithActual' if same else 'Modify',
        'Drift': {'PreviousValue': previous, 'ActualValue': before, 'DriftDetectionTimestamp': timestamp},
    }
    return {'Target': target, 'Evaluation': 'Static', 'ChangeSource': 'NoModification' if same else 'DirectModification'}


def modified(change, record, differences, found, wanted):
    """The change of a resource that was changed, besides what the template changes in it."""
    details = [detail(record['ResourceType'], each, wanted, found['Timestamp']) for each in differences]
    names = {each['Target']['Name'] for each in details}
    own = [each for each in (change or {}).get('Details', []) if each['Target'].get('Name') not in names]
    synced = not own and all(each['Target']['AttributeChangeType'] == 'SyncWithActual' for each in details)
    return {
        'Replacement': 'False', **(change or {}), 'Action': 'SyncWithActual' if synced else 'Modify', 'LogicalResourceId': found['LogicalResourceId'],
        'PhysicalResourceId': found['PhysicalResourceId'], 'ResourceType': record['ResourceType'], 'Scope': ['Properties'], 'Details': [*own, *details],
        'ResourceDriftStatus': 'MODIFIED',
    }


def referring(template, stack, deleted, known):
    """Changes of what refers to a resource that is made anew, and gets another id by it; and of what refers to those that it may replace."""
    replacements, found = dict.fromkeys(deleted, 'True'), {}
    while True:
        details = {
            logical_id: [each for many in stacks._reference_details(resource, replacements, ()).values() for each in many]
            for logical_id, resource in template.get('Resources', {}).items() if logical_id not in known
        }
        details = {logical_id: each for logical_id, each in details.items() if each}
        if details == found:
            break
        found = details
        replacements.update({logical_id: stacks._replacement(each, False) for logical_id, each in found.items()})
    for logical_id, each in found.items():
        record = stack['_resources'].get(logical_id, {})
        yield {
            'Action': 'Modify', 'LogicalResourceId': logical_id, 'PhysicalResourceId': record.get('PhysicalResourceId', ''),
            'ResourceType': template['Resources'][logical_id]['Type'], 'Replacement': replacements[logical_id], 'Scope': ['Properties'], 'Details': each,
        }


def know_drift(change_set, stack):
    """Adds to a change set what takes back what was changed outside."""
    template = change_set['_template']
    wanted = changesets._resolve_props_for_diff(template, change_set['_resolved_params'], stack['StackName'], stack['StackId']).get('Resources', {})
    changes = {each['ResourceChange']['LogicalResourceId']: each['ResourceChange'] for each in change_set['Changes']}
    back = {}
    drifts = found_in(stack, wanted)
    for logical_id, found in drifts.items():
        record = stack['_resources'][logical_id]
        differences = [each for each in found.get('PropertyDifferences', []) if changes_back(record['ResourceType'], each)]
        if found['StackResourceDriftStatus'] == 'DELETED':
            changes[logical_id] = {'Action': 'Add', 'LogicalResourceId': logical_id, 'ResourceType': record['ResourceType'], 'ResourceDriftStatus': 'DELETED'}
            back[logical_id] = None
        elif differences:
            changes[logical_id] = modified(changes.get(logical_id), record, differences, found, wanted[logical_id].get('Properties') or {})
            actual = json.loads(found['ActualProperties'])
            back[logical_id] = {name: actual.get(name) for name in {each['PropertyPath'].split('/')[1] for each in differences}}
    for change in referring(template, stack, [logical_id for logical_id, actual in back.items() if actual is None], changes):
        changes[change['LogicalResourceId']] = change
    change_set.update(DeploymentMode=MODE, StackDriftStatus='DRIFTED' if back else 'IN_SYNC', _back=back)
    change_set['Changes'] = [{'ResourceChange': each} for _, each in sorted(changes.items())]
    if changes:
        change_set.update(Status='CREATE_COMPLETE', ExecutionStatus='AVAILABLE', StatusReason='')


def as_it_is(stack, back):
    """What is there takes the place of what the stack remembers: an update compares with that, and a rollback goes back to it."""
    for logical_id, actual in back.items():
        if actual is None:
            stack['_resources'].pop(logical_id, None)
        elif logical_id in stack['_resources']:
            record = stack['_resources'][logical_id]
            properties = {**copy.deepcopy(record.get('Properties') or {}), **actual}
            record['Properties'] = {name: value for name, value in properties.items() if value is not None}


def add(parent, name, value):
    if isinstance(value, dict):
        element = xml.SubElement(parent, f'{{{helpers.CFN_NS}}}{name}')
        for key, each in value.items():
            add(element, key, each)
    elif value is not None:
        xml.SubElement(parent, f'{{{helpers.CFN_NS}}}{name}').text = value


def told(change_set, body):
    """The description with what only drift-aware change sets have."""
    namespace = {'c': helpers.CFN_NS}
    xml.register_namespace('', helpers.CFN_NS)
    root = xml.fromstring(body)
    result = root.find('c:DescribeChangeSetResult', namespace)
    add(result, 'DeploymentMode', MODE)
    add(result, 'StackDriftStatus', change_set['StackDriftStatus'])
    for element, change in zip(result.findall('c:Changes/c:member/c:ResourceChange', namespace), change_set['Changes']):
        add(element, 'ResourceDriftStatus', change['ResourceChange'].get('ResourceDriftStatus', 'IN_SYNC'))
        for target, each in zip(element.findall('c:Details/c:member/c:Target', namespace), change['ResourceChange'].get('Details', [])):
            for key, value in each['Target'].items():
                if key not in ('Attribute', 'Name', 'RequiresRecreation'):
                    add(target, key, value)
    return xml.tostring(root, encoding='utf-8', xml_declaration=True)


def install():
    need(cloudformation, '_change_sets')

    @wrap(handlers, '_create_change_set')
    def create(original, params):
        refused = refusal(params)
        if refused:
            return refused
        answer = original(params)
        if changesets._p(params, 'DeploymentMode') and answer[0] < 400:
            stack = handlers._resolve_stack(changesets._p(params, 'StackName'))
            _, change_set = changesets._find_change_set(changesets._p(params, 'ChangeSetName'), stack['StackName'])
            with stacks._stack_region_context(stack, stack['StackId']):
                know_drift(change_set, stack)
        return answer

    @wrap(handlers, '_describe_change_set')
    def describe(original, params):
        status, headers, body = original(params)
        _, change_set = changesets._find_change_set(changesets._p(params, 'ChangeSetName'), changesets._p(params, 'StackName'))
        return (status, headers, told(change_set, body)) if status < 400 and 'DeploymentMode' in change_set else (status, headers, body)

    @wrap(handlers, '_execute_change_set')
    def execute(original, params):
        _, change_set = changesets._find_change_set(changesets._p(params, 'ChangeSetName'), changesets._p(params, 'StackName'))
        if change_set and change_set['ExecutionStatus'] == 'AVAILABLE' and '_back' in change_set:
            as_it_is(cloudformation._stacks[change_set['StackName']], change_set['_back'])
        return original(params)
