import { afterEach, describe, expect, test } from '@jest/globals'
import { account } from '../../../src/aws/account.js'
import { stacks } from '../../../src/aws/stacks.js'
import { closeFakeAws, fakeAws } from '../../fakes/aws-context.js'
import { result, type Answer } from '../../fakes/aws-server.js'

afterEach(closeFakeAws)

const hour = 3_600_000

describe.each([hour, -hour])("AWS's clock is %d ms ahead of this machine's", ahead => {
  const date = () => ({ date: new Date(Date.now() + ahead).toUTCString() })
  const failing = (error: string, message: string): Answer => ({ error, message, status: 400, headers: date() })

  test('that a stack does not exist is said once', async () => {
    const aws = await fakeAws({ DescribeStacks: [failing('ValidationError', 'Stack with id shop-dev does not exist')] })
    expect(await stacks(aws.context).find('shop-dev')).toBeUndefined()
    expect(aws.actions()).toEqual(['DescribeStacks'])
  })

  test('a call that is refused for its time is made again, with the time of AWS', async () => {
    const me = result({ Account: '123456789012', Arn: 'arn:aws:iam::123456789012:user/dev' }, date())
    const aws = await fakeAws({ GetCallerIdentity: [failing('SignatureDoesNotMatch', 'Signature expired'), me] })
    expect(await account(aws.context).identity()).toMatchObject({ account: '123456789012' })
    const times = aws.calls.map(({ headers }) => String(headers['x-amz-date']))
    expect(times).toHaveLength(2)
    const moved = times.map(each => Date.parse(each.replace(/(....)(..)(..)T(..)(..)(..)Z/, '$1-$2-$3T$4:$5:$6Z')))
    expect(((moved[1] ?? 0) - (moved[0] ?? 0)) / ahead).toBeCloseTo(1, 2)
  })
})
