import { afterAll, expect, jest, test } from '@jest/globals'
import { mutates } from '../support/aws-actions.js'
import { withDeployments } from '../support/deployments.js'
import { goodRun } from '../support/good-run.js'
import { localAws } from '../support/local-aws.js'

// Each tells a story of two commands, beside others.
jest.setTimeout(120_000)

// Not in beforeAll: Jest starts concurrent tests before it, and the tests are made of what a good run asks of AWS.
const aws = await localAws()
const { creation, update } = await goodRun(aws)
afterAll(() => aws.stop(), 60_000)

const changing = [...new Set([...creation.actions, ...update.actions])].filter(mutates).sort()

test('there are actions that change something', () => {
  expect(changing).toEqual(
    expect.arrayContaining(['CreateChangeSet', 'DeleteChangeSet', 'DeleteObject', 'ExecuteChangeSet', 'PutObject']),
  )
})

test.concurrent.each([...changing.map(action => [action]), changing])(
  'each answer to %s is lost after the work was done, and all is deployed, once',
  (...actions: string[]) =>
    withDeployments(aws, `app${changing.indexOf(actions[0] ?? '')}x${actions.length}`, async app => {
      app.proxy.policy = ({ action, attempt }) => (attempt === 1 && actions.includes(action) ? { kind: 'lose' } : undefined)
      await app.deploysWell()
      expect(await app.look()).toEqual(creation.found)
      app.edit()
      await app.deploysWell()
      expect(await app.look()).toEqual(update.found)
    }),
)
