import { afterAll, expect, jest, test } from '@jest/globals'
import { mutates } from '../support/aws-actions.js'
import type { Policy } from '../support/aws-proxy.js'
import { withDeployments } from '../support/deployments.js'
import { goodRun } from '../support/good-run.js'
import { localAws } from '../support/local-aws.js'

// Each tells a story of some commands, beside others.
jest.setTimeout(180_000)

/** More than a lock's lease: who could not give it back comes again after that. */
const laterMs = 25_000

// Not in beforeAll: Jest starts concurrent tests before it, and the tests are made of what a good run asks of AWS.
const aws = await localAws()
const { creation, update } = await goodRun(aws)
afterAll(() => aws.stop(), 60_000)

/** From the call after this one on, the token has expired. */
const after = (last: string, nth: number): Policy => {
  let asked = 0
  return ({ action }) => {
    if (asked >= nth) return { kind: 'expire' }
    if (action === last) asked++
    return undefined
  }
}

const points = [...new Set(update.actions)].filter(mutates).map((last, i) => ({ last, i }))

test.concurrent.each(points)(
  'the token expires after $last: exit 4, and with a new one the next deploy ends right',
  ({ last, i }) =>
    withDeployments(aws, `update${i}`, async app => {
      await app.deploysWell()
      app.edit()
      app.proxy.policy = after(last, 1)
      const { exit, stderr } = await app.deploy()
      expect({ exit, stderr }).toEqual({ exit: 4, stderr: expect.stringMatching(/credentials have expired[\s\S]*aws sso login/) })
      app.proxy.policy = undefined
      app.proxy.ahead = laterMs
      await app.deploysWell()
      expect(await app.look()).toEqual(update.found)
    }),
)

test.concurrent.each([
  { stack: 'shared', nth: 1 },
  { stack: 'dev', nth: 2 },
  { stack: 'dev-web', nth: 3 },
])('the token expires while $stack is being created: mm says that it goes on, and attach follows it', ({ stack, nth }) =>
  withDeployments(aws, `create${nth}`, async app => {
    app.proxy.policy = after('ExecuteChangeSet', nth)
    const { exit, stderr } = await app.deploy()
    expect(stderr).toMatch(/credentials have expired/)
    expect(stderr).toContain(`mm deploy attach ${app.name}-${stack}`)
    expect(exit).toBe(4)
    app.proxy.policy = undefined
    app.proxy.ahead = laterMs
    const attached = await app.run(['deploy', 'attach', `${app.name}-${stack}`])
    expect(attached).toEqual({ ...attached, exit: 0 })
    await app.deploysWell()
    expect(await app.look()).toEqual(creation.found)
  }),
)
