import { afterAll, expect, jest, test } from '@jest/globals'
import type { FaultKind } from '../support/aws-proxy.js'
import { sometimes } from '../support/chance.js'
import { withDeployments } from '../support/deployments.js'
import { goodRun } from '../support/good-run.js'
import { localAws } from '../support/local-aws.js'

// Each tells a story of two commands, beside others.
jest.setTimeout(180_000)

/** In the name of each test; as MM_TEST_SEED it draws the same chances again. */
const seed = Number(process.env['MM_TEST_SEED'] ?? Date.now() % 1_000_000)

// Not in beforeAll: Jest starts concurrent tests before it.
const aws = await localAws()
const { creation, update } = await goodRun(aws)
afterAll(() => aws.stop(), 60_000)

const storm: FaultKind[] = ['throttle', 'internal', 'unavailable', 'drop', 'cut', 'lose']
const weathers: {
  name: string
  share: number
  kinds: FaultKind[]
  /** How far AWS's clock is before this machine's, in ms. */ ahead?: number
}[] = [
  { name: 'throttled', share: 0.3, kinds: ['throttle'] },
  { name: 'failing', share: 0.3, kinds: ['internal', 'unavailable'] },
  { name: 'reset', share: 0.2, kinds: ['drop', 'cut'] },
  { name: 'losing', share: 0.2, kinds: ['lose'] },
  { name: 'storm', share: 0.3, kinds: storm },
  { name: 'storm-and-clock-behind', share: 0.3, kinds: storm, ahead: 3_600_000 },
  { name: 'storm-and-clock-ahead', share: 0.3, kinds: storm, ahead: -3_600_000 },
]

test.concurrent.each(weathers.map((weather, i) => ({ ...weather, seed, app: `weather${i}`, percent: weather.share * 100 })))(
  '$name: $percent % of all calls are hit by $kinds (MM_TEST_SEED=$seed), and all is deployed, once',
  ({ app: name, share, kinds, ahead = 0, seed }) =>
    withDeployments(aws, name, async app => {
      const policy = sometimes(kinds, { share, seed })
      app.proxy.policy = policy
      app.proxy.ahead = ahead
      await app.deploysWell()
      expect(await app.look()).toEqual(creation.found)
      app.edit()
      await app.deploysWell()
      expect(await app.look()).toEqual(update.found)
      expect(policy.hits.length).toBeGreaterThan(10)
    }),
)
