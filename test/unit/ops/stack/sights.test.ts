import { expect, test } from '@jest/globals'
import { leftToDo, unjudged } from '../../../../src/ops/stack/sights.js'
import type { ChangeSet } from '../../../../src/ops/ports/cloudformation.js'
import { change } from '../../../fakes/world.js'

const set = (more: Partial<ChangeSet>): ChangeSet => ({
  ...{ stackName: 'shop-dev-web', stackId: '1', id: 'arn:set', kind: 'update', changes: [] },
  ...more,
})
const changes = [change('Service')]
const redeploy = { taskDefinition: 'td:9', running: 'td:7', rollout: 'COMPLETED' }
const attach = 'mm deploy attach web --env dev'
const deploy = 'mm svc deploy web --env dev   watches it to its end'

test.each<[Partial<ChangeSet>, string, string, boolean]>([
  [{ changes }, "shop-dev-web was updated; mm hasn't seen whether its new revision serves", attach, true],
  [{ changes, kind: 'create' }, "shop-dev-web was created; mm hasn't seen whether its new revision serves", attach, true],
  [{ changes, redeploy }, "shop-dev-web was updated; mm hasn't seen whether its new revision serves", attach, true],
  [{ redeploy }, "ECS has deployed web again; mm hasn't seen whether it serves", deploy, true],
  [{}, "nothing of web was changed; mm hasn't seen whether it serves", deploy, false],
])('a service that is still to be judged: %j', (more, state, fix, goesOn) => {
  expect(unjudged(set(more), { name: 'web', env: 'dev' })).toEqual({ state, fix: [fix, 'mm status'], goesOn })
})

test.each<[Partial<ChangeSet>, string]>([
  [{ changes }, 'shop-dev-web was updated; what mm does after that may not be done'],
  [{ changes, kind: 'create' }, 'shop-dev-web was created; what mm does after that may not be done'],
  [{}, "shop-dev-web wasn't changed; what mm does after that may not be done"],
])('a stack after which mm has to do something itself: %j', (more, state) => {
  expect(leftToDo(set(more))).toMatchObject({ state, fix: [expect.stringMatching(/^run the same command again/)] })
})
