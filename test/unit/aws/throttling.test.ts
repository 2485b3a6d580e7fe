import { afterEach, describe, expect, test } from '@jest/globals'
import { account } from '../../../src/aws/account.js'
import { awsContext } from '../../../src/aws/context.js'
import { premises } from '../../../src/aws/premises.js'
import { stacks } from '../../../src/aws/stacks.js'
import { closeFakeAws, fakeAws, type FakeAws } from '../../fakes/aws-context.js'
import { cut, failure, result, silence } from '../../fakes/aws-server.js'

const random = Math.random
afterEach(async () => {
  Math.random = random
  await closeFakeAws()
})

const throttled = failure('Throttling', 'Rate exceeded')
const me = result({ Account: '123456789012', Arn: 'arn:aws:iam::123456789012:user/dev' })
const many = (count: number) => Array<typeof throttled>(count).fill(throttled)

/** Waits take no time: a call's patience is counted in what is left of it. */
const hasty = () => void (Math.random = () => 0)

const contextOf = (aws: FakeAws, patienceMs: number, onThrottled = () => {}) => {
  const controller = new AbortController()
  const context = awsContext({ region: 'eu-central-1', signal: controller.signal, patienceMs, onThrottled })
  return { context: { ...context, pollMs: 5 }, interrupt: () => controller.abort(new Error('interrupted by SIGINT')), aws }
}

describe('a call that AWS throttles', () => {
  test('is made again for longer than the SDK would', async () => {
    hasty()
    const aws = await fakeAws({ GetCallerIdentity: [...many(20), me] })
    const { context } = contextOf(aws, 60_000)
    expect(await account(context).identity()).toMatchObject({ account: '123456789012' })
    expect(aws.actions()).toHaveLength(21)
  })

  test('is told of as throttled once patience is over', async () => {
    Math.random = () => 0.1
    const aws = await fakeAws({ GetCallerIdentity: [throttled] })
    const { context } = contextOf(aws, 150)
    await expect(account(context).identity()).rejects.toMatchObject({
      code: 'Throttled',
      message: expect.stringMatching(/^AWS throttled sts:GetCallerIdentity \d+ times$/),
    })
    expect(aws.actions().length).toBeGreaterThan(1)
  })

  test('still may be cut off as often as any other', async () => {
    hasty()
    const aws = await fakeAws({ GetCallerIdentity: [...many(7), cut, ...many(7), cut, me] })
    const { context } = contextOf(aws, 60_000)
    expect(await account(context).identity()).toMatchObject({ account: '123456789012' })
    const attempts = aws.calls.map(({ headers }) => /attempt=(\d+)/.exec(String(headers['amz-sdk-request']))?.[1])
    expect(attempts).toEqual(Array.from({ length: 17 }, (_, i) => String(i + 1)))
  })

  test('that is cut off for good is told of as that', async () => {
    hasty()
    const aws = await fakeAws({ GetCallerIdentity: [...many(9), cut] })
    const { context } = contextOf(aws, 60_000)
    await expect(account(context).identity()).rejects.toMatchObject({ code: 'NetworkUnreachable' })
    expect(aws.actions()).toHaveLength(9 + 8)
  })

  test('is given up at Ctrl-C, also an order: it was not done', async () => {
    Math.random = () => 1
    const aws = await fakeAws({ CreateChangeSet: [throttled] })
    const { context, interrupt } = contextOf(aws, 60_000)
    const proposal = { stackName: 'shop-dev', body: 'Resources: {}', parameters: {}, tags: {} }
    const proposed = stacks(context).propose(proposal, true)
    setTimeout(interrupt, 100)
    const start = Date.now()
    await expect(proposed).rejects.toMatchObject({ code: 'Throttled' })
    expect(Date.now() - start).toBeLessThan(1000)
  })

  test('that is a preflight look is made twice, as it was', async () => {
    hasty()
    const aws = await fakeAws({ GetServiceQuota: [throttled] })
    const { context } = contextOf(aws, 60_000)
    await expect(premises(context).fargateCpus()).rejects.toMatchObject({ code: 'Throttled' })
    expect(aws.actions()).toHaveLength(2)
  })
})

test('an answer that does not come is no matter of patience', async () => {
  const aws = await fakeAws({ GetCallerIdentity: [silence] })
  const { context, interrupt } = contextOf(aws, 60_000)
  setTimeout(interrupt, 50)
  await expect(account(context).identity()).rejects.toMatchObject({ code: 'Interrupted' })
})
