import { afterEach, expect, test } from '@jest/globals'
import { logs } from '../../../src/aws/logs.js'
import { closeFakeAws, fakeAws } from '../../fakes/aws-context.js'
import { failure, result } from '../../fakes/aws-server.js'

afterEach(closeFakeAws)

const query = { group: '/mm/shop', since: 1000 }
const date = 'Tue, 24 Nov 2026 12:00:00 GMT'

test('a page, with the clock of the server', async () => {
  const event = { eventId: 'e1', logStreamName: 'app/web/1', timestamp: 1500, ingestionTime: 1600, message: 'hello\n' }
  const aws = await fakeAws({ FilterLogEvents: [result({ events: [event], nextToken: 'two' }, { date })] })
  expect(await logs(aws.context).page({ ...query, until: 2000, streamPrefix: 'app/web', next: 'one' })).toEqual({
    lines: [{ id: 'e1', group: '/mm/shop', stream: 'app/web/1', at: 1500, ingestedAt: 1600, message: 'hello' }],
    next: 'two',
    serverTime: Date.parse(date),
  })
  expect(aws.calls[0]?.input).toEqual({
    logGroupName: '/mm/shop',
    startTime: 1000,
    endTime: 2000,
    logStreamNamePrefix: 'app/web',
    nextToken: 'one',
  })
})

test('an empty page may have a next one', async () => {
  const aws = await fakeAws({ FilterLogEvents: [result({ events: [], nextToken: 'two' }, { date })] })
  expect(await logs(aws.context).page(query)).toEqual({ lines: [], next: 'two', serverTime: Date.parse(date) })
})

test("a group that doesn't exist yet has no lines; the clock is the server's all the same", async () => {
  const missing = failure('ResourceNotFoundException', 'The specified log group does not exist.')
  const aws = await fakeAws({ FilterLogEvents: [missing] })
  const { lines, next, serverTime } = await logs(aws.context).page(query)
  expect([lines, next]).toEqual([[], undefined])
  // The fake's own Date header, in whole seconds.
  expect(serverTime % 1000).toBe(0)
})

test('a refusal is no emptiness', async () => {
  const aws = await fakeAws({ FilterLogEvents: [failure('AccessDeniedException', 'no')] })
  await expect(logs(aws.context).page(query)).rejects.toMatchObject({
    code: 'AccessDenied',
    message: 'AWS denies logs:FilterLogEvents',
  })
})
