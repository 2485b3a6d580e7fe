import { afterAll, expect, jest, test } from '@jest/globals'
import type { ChildProcess } from 'node:child_process'
import { withDeployments, type Deployed, type Found } from '../support/deployments.js'
import { goodRun } from '../support/good-run.js'
import { killPoints, titleOf, type KillPoint } from '../support/kill-points.js'
import { localAws } from '../support/local-aws.js'

// Each point tells a story of four commands, beside others.
jest.setTimeout(240_000)

/** More than a lock's lease: who comes after a killed one comes later. */
const laterMs = 25_000

// Not in beforeAll: Jest starts concurrent tests before it, and the tests are made of what a good run asks of AWS.
const aws = await localAws()
const { creation, update } = await goodRun(aws)

afterAll(() => aws.stop(), 60_000)

const creationPoints = killPoints(creation.actions, 20)
const updatePoints = killPoints(update.actions, 20)

test('a good run is what the killed ones are measured by', () => {
  const [created, updated] = [creation.found, update.found]
  expect(Object.keys(created.stacks)).toEqual(['dev', 'dev-web', 'shared'])
  expect(created).toMatchObject({ locks: [], stacks: { dev: { left: [], operations: ['CREATE'], protected: true } } })
  expect(updated).toMatchObject({
    locks: [],
    stacks: { dev: { operations: ['CREATE', 'UPDATE'] }, 'dev-web': { left: [], operations: ['CREATE', 'UPDATE'] } },
  })
  expect([creationPoints.length, updatePoints.length]).toEqual([20, 20])
})

test.concurrent.each(
  creationPoints.map((point, i) => ({
    i,
    point,
    next: updatePoints[i] ?? point,
    title: titleOf(point),
    then: titleOf(updatePoints[i] ?? point),
  })),
)('kill -9 of a creation $title, and of an update $then: the next deploy ends right', ({ i, point, next }) =>
  withDeployments(aws, `app${i}`, async app => {
    await killed(app, point)
    await deployedAgain(app, creation.found)
    app.edit()
    await killed(app, next)
    await deployedAgain(app, update.found)
  }),
)

async function killed({ proxy, deploy }: Deployed, point: KillPoint): Promise<void> {
  let child: ChildProcess | undefined
  let calls = 0
  let dead = false
  proxy.ahead = 0
  proxy.policy = ({ action }) => {
    // What it sent before its end and what arrives after it is lost with it.
    if (dead) return { kind: 'drop' }
    if (action !== point.action || ++calls !== point.nth) return undefined
    return {
      kind: point.before === 'sent' ? 'drop' : 'lose',
      then: () => {
        dead = true
        child?.kill('SIGKILL')
      },
    }
  }
  const { exit, stderr } = await deploy({ onStart: started => void (child = started) })
  expect([titleOf(point), exit, stderr]).toEqual([titleOf(point), 'SIGKILL', expect.anything()])
}

async function deployedAgain(app: Deployed, wanted: Found): Promise<void> {
  app.proxy.policy = undefined
  app.proxy.ahead = laterMs
  const { exit, stderr } = await app.deploy()
  expect([exit, stderr]).toEqual([0, expect.anything()])
  expect(await app.look()).toEqual(wanted)
}
