import { afterEach, describe, expect, test } from '@jest/globals'
import { stacks } from '../../../src/aws/stacks.js'
import { closeFakeAws, collect, fakeAws } from '../../fakes/aws-context.js'
import { cut, failure, result } from '../../fakes/aws-server.js'
import { ok, page, shown, stackId, status } from '../../fakes/stack-answers.js'

afterEach(closeFakeAws)

const set = { stackName: 'shop-dev', stackId, id: 'arn:set', kind: 'update' as const, changes: [] }

const old = ['shop-dev CREATE_IN_PROGRESS', 'shop-dev CREATE_COMPLETE']
const begun = [...old, 'shop-dev UPDATE_IN_PROGRESS']
const ended = [...begun, 'Topic UPDATE_COMPLETE', 'shop-dev UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'shop-dev UPDATE_COMPLETE']

describe('execute', () => {
  test('yields just the events of this operation, each once, oldest first, to the end of the clean-up', async () => {
    const aws = await fakeAws({
      DescribeStackEvents: [page(old), page(begun), page(ended.slice(0, 4)), page(ended.slice(0, 5)), page(ended)],
      ExecuteChangeSet: [ok],
      DescribeStacks: [
        status('UPDATE_IN_PROGRESS'),
        status('UPDATE_IN_PROGRESS'),
        status('UPDATE_COMPLETE_CLEANUP_IN_PROGRESS'),
        status('UPDATE_COMPLETE'),
      ],
    })
    expect(shown(await collect(stacks(aws.context).execute(set)))).toEqual(ended.slice(2))
    expect(aws.calls.find(call => call.action === 'DescribeStacks')?.input['StackName']).toBe(stackId)
    // The stack's own last event confirms the status: it's asked no more.
    expect(aws.calls.filter(call => call.action === 'DescribeStacks')).toHaveLength(4)
  })

  test('finds events on later pages, and asks for no page more than it needs', async () => {
    const aws = await fakeAws({
      DescribeStackEvents: input =>
        input['NextToken'] === 'two'
          ? page(begun)
          : aws.actions().includes('ExecuteChangeSet')
            ? page(ended.slice(3), 'two')
            : page(old, 'never'),
      ExecuteChangeSet: [ok],
      DescribeStacks: [status('UPDATE_COMPLETE')],
    })
    expect(shown(await collect(stacks(aws.context).execute(set)))).toEqual(ended.slice(2))
    expect(aws.calls.filter(call => call.action === 'DescribeStackEvents').map(call => call.input['NextToken'])).toEqual([
      undefined,
      undefined,
      'two',
    ])
  })

  test('a status and events that are older than the execution are no end', async () => {
    const aws = await fakeAws({
      DescribeStackEvents: [page(old), page(old), page(old), page(begun), page(ended)],
      ExecuteChangeSet: [ok],
      DescribeStacks: [
        status('CREATE_COMPLETE'),
        status('CREATE_COMPLETE'),
        status('UPDATE_IN_PROGRESS'),
        status('UPDATE_COMPLETE'),
      ],
    })
    expect(shown(await collect(stacks(aws.context).execute(set)))).toEqual(ended.slice(2))
  })

  test('but it ends also when no event ever confirms it', async () => {
    const aws = await fakeAws({
      DescribeStackEvents: [page(old)],
      ExecuteChangeSet: [ok],
      DescribeStacks: [status('UPDATE_COMPLETE')],
    })
    expect(await collect(stacks(aws.context).execute(set))).toEqual([])
  })

  test.each([
    ['ROLLBACK_IN_PROGRESS', 'ROLLBACK_COMPLETE'],
    ['UPDATE_ROLLBACK_IN_PROGRESS', 'UPDATE_ROLLBACK_COMPLETE'],
    ['UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS', 'UPDATE_ROLLBACK_COMPLETE'],
    ['UPDATE_ROLLBACK_IN_PROGRESS', 'UPDATE_ROLLBACK_FAILED'],
  ])('waits through %s for %s', async (passing, final) => {
    const first = [...begun, `shop-dev ${passing}`]
    const all = [...first, `shop-dev ${final}`]
    const aws = await fakeAws({
      DescribeStackEvents: [page(old), page(first), page(all)],
      ExecuteChangeSet: [ok],
      DescribeStacks: [status(passing), status(final)],
    })
    expect(shown(await collect(stacks(aws.context).execute(set)))).toEqual(all.slice(2))
  })

  test('the answer is lost, and the second attempt is told that it is being executed: no error', async () => {
    const aws = await fakeAws({
      DescribeStackEvents: [page(old), page(ended)],
      ExecuteChangeSet: [
        cut,
        failure(
          'InvalidChangeSetStatus',
          'ChangeSet [arn:set] cannot be executed in its current status of [EXECUTE_IN_PROGRESS]',
        ),
      ],
      DescribeChangeSet: [result({ ExecutionStatus: 'EXECUTE_IN_PROGRESS', Status: 'CREATE_COMPLETE' })],
      DescribeStacks: [status('UPDATE_COMPLETE')],
    })
    expect(shown(await collect(stacks(aws.context).execute(set)))).toEqual(ended.slice(2))
    const tokens = aws.calls.filter(call => call.action === 'ExecuteChangeSet').map(call => call.input['ClientRequestToken'])
    expect(tokens).toHaveLength(2)
    expect(tokens[0]).toBe(tokens[1])
  })

  test('that CloudFormation has taken the order is told before there are events, and not when it has refused', async () => {
    const begun: string[] = []
    const onOrder = () => void begun.push('told')
    const onBegun = () => void begun.push('begun')
    const expired = failure('ExpiredToken', 'The security token included in the request is expired', 403)
    const taken = await fakeAws({ DescribeStackEvents: [page(old)], ExecuteChangeSet: [ok], DescribeStacks: [expired] })
    await expect(collect(stacks(taken.context).execute(set, { onOrder, onBegun }))).rejects.toMatchObject({
      code: 'CredentialsExpired',
    })
    expect(begun).toEqual(['told', 'begun'])
    const refused = await fakeAws({ DescribeStackEvents: [page(old)], ExecuteChangeSet: [expired], DescribeChangeSet: [expired] })
    await expect(collect(stacks(refused.context).execute(set, { onOrder, onBegun }))).rejects.toMatchObject({ exitCode: 4 })
    expect(begun).toEqual(['told', 'begun', 'told'])
  })

  test("somebody else's update that goes on is an error", async () => {
    const aws = await fakeAws({
      DescribeStackEvents: [page(old)],
      ExecuteChangeSet: [failure('ValidationError', `Stack:${stackId} is in UPDATE_IN_PROGRESS state and can not be updated.`)],
      DescribeChangeSet: [result({ ExecutionStatus: 'AVAILABLE', Status: 'CREATE_COMPLETE' })],
    })
    await expect(collect(stacks(aws.context).execute(set))).rejects.toMatchObject({
      code: 'AwsRefused',
      details: { why: expect.stringContaining('UPDATE_IN_PROGRESS') },
    })
  })

  const overtaken = failure(
    'InvalidChangeSetStatus',
    'ChangeSet [arn:set] cannot be executed in its current status of [OBSOLETE]',
  )
  const deleted = failure('ChangeSetNotFound', 'ChangeSet [arn:set] does not exist', 404)
  test.each([
    ['overtaken', overtaken, result({ ExecutionStatus: 'OBSOLETE', Status: 'CREATE_COMPLETE' })],
    ['deleted, as another one was executed', deleted, deleted],
  ])('a change set that was %s says what to do', async (_, answer, description) => {
    const aws = await fakeAws({ DescribeStackEvents: [page(old)], ExecuteChangeSet: [answer], DescribeChangeSet: [description] })
    await expect(collect(stacks(aws.context).execute(set))).rejects.toMatchObject({
      code: 'ChangeSetOutdated',
      details: { fix: [expect.stringContaining('run the same command again')] },
    })
  })

  test('throttling that outlasts every repetition slows the watching and ends nothing', async () => {
    process.env['AWS_MAX_ATTEMPTS'] = '1'
    const throttled = failure('Throttling', 'Rate exceeded')
    const aws = await fakeAws({
      DescribeStackEvents: [page(old), throttled, page(begun), throttled, page(ended)],
      ExecuteChangeSet: [ok],
      DescribeStacks: [throttled, status('UPDATE_IN_PROGRESS'), status('UPDATE_IN_PROGRESS'), status('UPDATE_COMPLETE')],
    })
    delete process.env['AWS_MAX_ATTEMPTS']
    expect(shown(await collect(stacks(aws.context).execute(set)))).toEqual(ended.slice(2))
  })

  test('Ctrl-C ends the watching quietly and cancels nothing', async () => {
    const aws = await fakeAws({
      DescribeStackEvents: [page(old), page(begun)],
      ExecuteChangeSet: [ok],
      DescribeStacks: [status('UPDATE_IN_PROGRESS')],
    })
    const events = []
    for await (const each of stacks(aws.context).execute(set)) {
      events.push(each)
      aws.interrupt()
    }
    expect(shown(events)).toEqual(['shop-dev UPDATE_IN_PROGRESS'])
    expect(new Set(aws.actions())).toEqual(new Set(['DescribeStackEvents', 'ExecuteChangeSet', 'DescribeStacks']))
  })

  test('Ctrl-C before it began: nothing is executed, the change set is withdrawn', async () => {
    const aws = await fakeAws({ DescribeStackEvents: [page(old)], DeleteChangeSet: [ok] })
    aws.interrupt()
    const told: string[] = []
    const end = collect(stacks(aws.context).execute(set, { onOrder: () => void told.push('told') }))
    await expect(end).rejects.toMatchObject({ code: 'Interrupted', exitCode: 130 })
    expect(told).toEqual([])
    expect(aws.actions()).toEqual(['DeleteChangeSet'])
  })
})
