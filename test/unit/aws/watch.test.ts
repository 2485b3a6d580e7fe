import { afterEach, describe, expect, test } from '@jest/globals'
import { stacks } from '../../../src/aws/stacks.js'
import { closeFakeAws, collect, fakeAws } from '../../fakes/aws-context.js'
import { gone, ok, page, shown, stackId, status } from '../../fakes/stack-answers.js'

afterEach(closeFakeAws)

const old = ['shop-dev CREATE_IN_PROGRESS', 'shop-dev CREATE_COMPLETE']
const begun = [...old, 'shop-dev UPDATE_IN_PROGRESS']
const ended = [...begun, 'Topic UPDATE_COMPLETE', 'shop-dev UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'shop-dev UPDATE_COMPLETE']

describe('watch', () => {
  test('yields what goes on from its beginning', async () => {
    const aws = await fakeAws({
      DescribeStackEvents: [page(begun), page(ended)],
      DescribeStacks: [status('UPDATE_IN_PROGRESS'), status('UPDATE_IN_PROGRESS'), status('UPDATE_COMPLETE')],
    })
    expect(shown(await collect(stacks(aws.context).watch('shop-dev')))).toEqual(ended.slice(2))
  })

  test.each([status('UPDATE_COMPLETE'), status('REVIEW_IN_PROGRESS'), gone])(
    'ends at once when nothing goes on',
    async answer => {
      const aws = await fakeAws({ DescribeStacks: [answer] })
      expect(await collect(stacks(aws.context).watch('shop-dev'))).toEqual([])
      expect(aws.actions()).toEqual(['DescribeStacks'])
    },
  )
})

describe('remove', () => {
  const deleted = [...old, 'shop-dev DELETE_IN_PROGRESS', 'Topic DELETE_SKIPPED', 'shop-dev DELETE_COMPLETE']

  test('follows the deletion by ARN to its end', async () => {
    const aws = await fakeAws({
      DescribeStacks: [status('CREATE_COMPLETE'), status('DELETE_IN_PROGRESS'), status('DELETE_COMPLETE')],
      DescribeStackEvents: [page(old), page(deleted.slice(0, 3)), page(deleted)],
      DeleteStack: [ok],
    })
    expect(shown(await collect(stacks(aws.context).remove('shop-dev')))).toEqual(deleted.slice(2))
    expect(aws.calls.find(call => call.action === 'DeleteStack')?.input['StackName']).toBe(stackId)
  })

  test('is done by a role of CloudFormation', async () => {
    const aws = await fakeAws({
      DescribeStacks: [status('REVIEW_IN_PROGRESS'), gone],
      DescribeStackEvents: [page([]), gone],
      DeleteStack: [ok],
    })
    await collect(stacks(aws.context).remove('shop-dev', { roleArn: 'arn:role' }))
    expect(aws.calls.find(call => call.action === 'DeleteStack')?.input['RoleARN']).toBe('arn:role')
  })

  test('a stack that is forgotten at once has ended too', async () => {
    const aws = await fakeAws({
      DescribeStacks: [status('REVIEW_IN_PROGRESS'), gone],
      DescribeStackEvents: [page([]), gone],
      DeleteStack: [ok],
    })
    expect(await collect(stacks(aws.context).remove('shop-dev'))).toEqual([])
  })

  test('ends at DELETE_FAILED', async () => {
    const failed = [...deleted.slice(0, 3), 'shop-dev DELETE_FAILED']
    const aws = await fakeAws({
      DescribeStacks: [status('CREATE_COMPLETE'), status('DELETE_FAILED')],
      DescribeStackEvents: [page(old), page(failed)],
      DeleteStack: [ok],
    })
    expect(shown(await collect(stacks(aws.context).remove('shop-dev')))).toEqual(failed.slice(2))
  })

  test('nothing to remove', async () => {
    const aws = await fakeAws({ DescribeStacks: [gone] })
    expect(await collect(stacks(aws.context).remove('shop-dev'))).toEqual([])
  })
})
