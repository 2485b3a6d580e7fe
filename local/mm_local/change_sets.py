"""Which stack takes which change set.
https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateChangeSet.html
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html (the statuses)"""
from ministack.services import cloudformation
from ministack.services.cloudformation import changesets, handlers

from .patching import need, wrap

UPDATABLE = (
    'CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE', 'IMPORT_COMPLETE', 'IMPORT_ROLLBACK_COMPLETE',
    # With DisableRollback.
    'CREATE_FAILED', 'UPDATE_FAILED',
)


def refusal(params):
    """The error of a change set that its stack's status doesn't allow, or None."""
    stack = handlers._resolve_stack(changesets._p(params, 'StackName'))
    status = (stack or {}).get('StackStatus', 'DELETE_COMPLETE')
    if status == 'DELETE_COMPLETE':
        return None
    if changesets._p(params, 'ChangeSetType', 'UPDATE') == 'CREATE':
        if status == 'REVIEW_IN_PROGRESS':
            return None
        text = f"Stack [{stack['StackName']}] already exists and cannot be created again with the changeSet [{changesets._p(params, 'ChangeSetName')}]."
        return changesets._error('ValidationError', text)
    if status in UPDATABLE:
        return None
    return changesets._error('ValidationError', f"Stack:{stack['StackId']} is in {status} state and can not be updated.")


def join(answer, before, name):
    """A further change set for a stack in review belongs to that stack; MiniStack makes a new one under the name."""
    stack = cloudformation._stacks.get(name)
    if answer[0] >= 400 or stack is None:
        # The refusal of the second must not take away the first.
        cloudformation._stacks[name] = before['stack']
        cloudformation._stack_events[before['stack']['StackId']] = before['events']
        return answer
    replaced, kept = stack['StackId'], before['stack']['StackId']
    for change_set in cloudformation._change_sets.values():
        if change_set['StackId'] == replaced:
            change_set['StackId'] = kept
    cloudformation._stack_events.pop(replaced, None)
    cloudformation._stack_events[kept] = before['events']
    stack['StackId'] = kept
    status, headers, body = answer
    return status, headers, body.replace(replaced.encode(), kept.encode()) if isinstance(body, bytes) else body.replace(replaced, kept)


def install():
    need(cloudformation, '_change_sets')

    @wrap(handlers, '_create_change_set')
    def create(original, params):
        refused = refusal(params)
        if refused:
            return refused
        name = changesets._p(params, 'StackName')
        stack = cloudformation._stacks.get(name)
        in_review = stack and stack['StackStatus'] == 'REVIEW_IN_PROGRESS'
        before = {'stack': stack, 'events': cloudformation._stack_events.get(stack['StackId'], [])} if in_review else None
        answer = original(params)
        return join(answer, before, name) if before else answer

    # MiniStack asks for them only together with IAM's enforcement.
    # https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/control-access-with-iam.html
    @wrap(handlers, '_capabilities_enforced')
    def capabilities_enforced(_original):
        return True
