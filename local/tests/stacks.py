"""Stacks as the tests make them: through change sets, the way mm does."""
import json
import time


def body(resources, **sections):
    return json.dumps({'Resources': resources, **sections})


def propose(cloudformation, stack, resources, kind='UPDATE', change_set='proposal', sections=None, **more):
    cloudformation.create_change_set(
        StackName=stack, ChangeSetName=change_set, ChangeSetType=kind, TemplateBody=body(resources, **(sections or {})), **more,
    )
    return cloudformation.describe_change_set(StackName=stack, ChangeSetName=change_set)


def deploy(cloudformation, stack, resources, kind='CREATE', seconds=90, **more):
    """Executes it and waits; the settled stack."""
    propose(cloudformation, stack, resources, kind, change_set='deploy', **more)
    cloudformation.execute_change_set(StackName=stack, ChangeSetName='deploy')
    settled = settle(cloudformation, stack, seconds)
    cloudformation.delete_change_set(StackName=stack, ChangeSetName='deploy')
    return settled


def settle(cloudformation, stack, seconds=90):
    deadline = time.time() + seconds
    while time.time() < deadline:
        described = cloudformation.describe_stacks(StackName=stack)['Stacks'][0]
        if not described['StackStatus'].endswith('_IN_PROGRESS'):
            return described
        time.sleep(0.1)
    raise AssertionError(f"{stack} is still {described['StackStatus']}")


def outputs(stack):
    return {each['OutputKey']: each['OutputValue'] for each in stack.get('Outputs', [])}


def change_of(change_set, logical_id):
    return next(each['ResourceChange'] for each in change_set['Changes'] if each['ResourceChange']['LogicalResourceId'] == logical_id)


def detect(cloudformation, stack):
    """The stack's drift status, and what was found of each resource."""
    detection = cloudformation.detect_stack_drift(StackName=stack)['StackDriftDetectionId']
    status = cloudformation.describe_stack_drift_detection_status(StackDriftDetectionId=detection)
    assert status['DetectionStatus'] == 'DETECTION_COMPLETE'
    found = cloudformation.describe_stack_resource_drifts(StackName=stack, StackResourceDriftStatusFilters=['MODIFIED', 'DELETED'])['StackResourceDrifts']
    assert cloudformation.describe_stacks(StackName=stack)['Stacks'][0]['DriftInformation']['StackDriftStatus'] == status['StackDriftStatus']
    return status['StackDriftStatus'], {each['LogicalResourceId']: each for each in found}
