"""The events of an update as CloudFormation tells them. MiniStack calls everything in an update UPDATE_…, tells of resources that don't
change, and says nothing of those that it deletes afterwards.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stack-resource-configuration-complete.html"""
import contextvars

from ministack.services import cloudformation
from ministack.services.cloudformation import stacks

from .patching import wrap

STACK = 'AWS::CloudFormation::Stack'
operation = contextvars.ContextVar('mm_stack_operation', default=None)


class Operation:
    """One create or update of a stack, while it runs."""

    def __init__(self, record, stack_id, stack_name, before):
        self.record, self.stack_id, self.stack_name = record, stack_id, stack_name
        # The logical ids that the stack had.
        self.before = before
        # The arguments of an UPDATE_IN_PROGRESS that waits until it's clear that something changes.
        self.waiting = None
        self.current = None
        self.initiated = set()
        self.failed = []
        self.rolling_back = False

    def see(self, logical_id, resource_type, status, reason, physical_id):
        """(status, reason) to record, or None."""
        if status.endswith('ROLLBACK_IN_PROGRESS'):
            self.rolling_back = True
            if reason == 'Rollback requested':
                return status, f"The following resource(s) failed to create: [{', '.join(self.failed)}]. Rollback requested by user."
        if self.rolling_back or resource_type == STACK:
            return status, reason
        verb, _, phase = status.partition('_')
        if verb not in ('CREATE', 'UPDATE'):
            return status, reason
        if verb == 'UPDATE' and logical_id not in self.before:
            status = f'CREATE_{phase}'
        return self.of_resource(logical_id, resource_type, status, reason, physical_id)

    def of_resource(self, logical_id, resource_type, status, reason, physical_id):
        if status.endswith('_IN_PROGRESS'):
            self.current = (logical_id, resource_type, status)
            if status.startswith('UPDATE') and not physical_id:
                self.waiting = (logical_id, resource_type)
                return None
            self.waiting = None
        elif status.endswith('_FAILED'):
            self.failed.append(logical_id)
            self.changes(physical_id)
        elif self.waiting:
            self.waiting = None
            return None
        elif status.startswith('CREATE'):
            self.creation_initiated(physical_id)
        return status, reason

    def changes(self, physical_id):
        """The resource that's being looked at does change."""
        if self.waiting:
            logical_id, resource_type = self.waiting
            self.waiting = None
            self.add(logical_id, resource_type, 'UPDATE_IN_PROGRESS', '', physical_id)

    def creation_initiated(self, physical_id):
        """AWS gives the physical id as soon as it has one: long before a service, say, is created."""
        logical_id, resource_type, status = self.current
        if physical_id and logical_id not in self.initiated:
            self.initiated.add(logical_id)
            self.add(logical_id, resource_type, status, 'Resource creation Initiated', physical_id)

    def add(self, logical_id, resource_type, status, reason, physical_id):
        self.record(self.stack_id, self.stack_name, logical_id, resource_type, status, reason, physical_id)

    def clean_up(self, delete, resource_type, physical_id, properties, stack_name, logical_id):
        """Deletes what the update has left over, after everything else is done."""
        stack = cloudformation._stacks[stack_name]
        if stack['StackStatus'] == 'UPDATE_IN_PROGRESS':
            stack['StackStatus'] = 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS'
            self.add(stack_name, STACK, stack['StackStatus'], '', self.stack_id)
        self.add(logical_id, resource_type, 'DELETE_IN_PROGRESS', '', physical_id)
        delete(resource_type, physical_id, properties, stack_name, logical_id)
        self.add(logical_id, resource_type, 'DELETE_COMPLETE', '', physical_id)


def creation_initiated(physical_id):
    """For handlers that wait: tells the id of what they have begun to create."""
    running = operation.get()
    if running and running.current and running.current[2].startswith('CREATE'):
        running.creation_initiated(physical_id)


def install():
    @wrap(stacks, '_add_event')
    def add_event(original, stack_id, stack_name, logical_id, resource_type, status, reason='', physical_id='', detailed_status=''):
        running = operation.get()
        seen = running.see(logical_id, resource_type, status, reason, physical_id) if running and running.stack_id == stack_id else (status, reason)
        if seen:
            original(stack_id, stack_name, logical_id, resource_type, *seen, physical_id, detailed_status)

    record = add_event.__wrapped__

    @wrap(stacks, '_deploy_stack_async')
    async def deploy(original, stack_name, stack_id, *arguments, previous_stack=None, **named):
        # A task's context is its own: nothing has to be put back.
        operation.set(Operation(record, stack_id, stack_name, set((previous_stack or {}).get('_resources', {}))))
        return await original(stack_name, stack_id, *arguments, previous_stack=previous_stack, **named)

    @wrap(stacks, '_update_resource')
    def update_resource(original, resource_type, physical_id, old, new, *rest):
        running = operation.get()
        if running and old != new:
            running.changes(physical_id)
        return original(resource_type, physical_id, old, new, *rest)

    @wrap(stacks, '_delete_resource')
    def delete_resource(original, resource_type, physical_id, properties, stack_name, logical_id):
        running = operation.get()
        if running and not running.rolling_back and running.stack_name == stack_name:
            return running.clean_up(original, resource_type, physical_id, properties, stack_name, logical_id)
        return original(resource_type, physical_id, properties, stack_name, logical_id)
