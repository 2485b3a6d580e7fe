import { afterAll, expect, jest, test } from '@jest/globals'
import type { FaultKind } from '../support/aws-proxy.js'
import { sometimes } from '../support/chance.js'
import { withDeployments } from '../support/deployments.js'
import { goodRun } from '../support/good-run.js'
import { localAws } from '../support/local-aws.js'

// Each tells a story of two commands, beside others.
jest.setTimeout(180_000)

/** In the name of each test: with MM_TEST_SEED the same chances are drawn again. */
const seed = Number(process.env['MM_TEST_SEED'] ?? Date.now() % 1_000_000)

// Not in beforeAll: Jest starts concurrent tests before it.
const aws = await localAws()
const { creation, update } = await goodRun(aws)
afterAll(() => aws.stop(), 60_000)

const weathers: { name: string; share: number; kinds: FaultKind[]; ahead?: number }[] = [
  { name: 'throttled', share: 0.3, kinds: ['throttle'] },
  { name: 'failing', share: 0.3, kinds: ['internal', 'unavailable'] },
  { name: 'reset', share: 0.2, kinds: ['drop', 'cut'] },
  { name: 'losing', share: 0.2, kinds: ['lose'] },
  { name: 'stormy', share: 0.3, kinds: ['throttle', 'internal', 'unavailable', 'drop', 'cut', 'lose'] },
  { name: 'stormyahead', share: 0.3, kinds: ['throttle', 'internal', 'unavailable', 'drop', 'cut', 'lose'], ahead: 3_600_000 },
  { name: 'stormybehind', share: 0.3, kinds: ['throttle', 'internal', 'unavailable', 'drop', 'cut', 'lose'], ahead: -3_600_000 },
]

test.concurrent.each(weathers.map((weather, i) => ({ ...weather, seed: seed + i, percent: weather.share * 100 })))(
  'with $percent % of all calls hit by $kinds, AWS clock $ahead ms ahead (MM_TEST_SEED=$seed), all is deployed, once',
  ({ name, share, kinds, ahead = 0, seed }) =>
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
