"""Without a container engine a task can't start, and says so; MiniStack would call it running."""
import json
import time

from ministack.core.concurrency import spawn_background
from ministack.services import ecs

from .engine import engine
from .patching import wrap

REASON = 'CannotStartContainerError: no container engine answers on this machine, so the local AWS can start no tasks (scripts/engine start)'
# Between two attempts of a service's scheduler.
PAUSE = 1.0


def fail(task):
    time.sleep(PAUSE)
    ecs._mark_task_stopped(task['taskArn'], task, REASON, 'TaskFailedToStart')


def install():
    if engine():
        return

    @wrap(ecs, '_run_task')
    def run_task(original, data):
        status, headers, body = original(data)
        answer = json.loads(body)
        for described in answer.get('tasks', []):
            task = ecs._tasks[described['taskArn']]
            for record in (task, described):
                record.update(lastStatus='PENDING', startedAt=None)
            task['_startup_stable'] = False
            spawn_background(fail, task, thread_name='mm-no-engine')
        return status, headers, json.dumps(answer).encode()
