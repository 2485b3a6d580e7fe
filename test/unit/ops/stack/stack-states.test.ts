import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { StackStatus } from '@aws-sdk/client-cloudformation'
import { MmError } from '../../../../src/errors.js'
import { deleteWorkload } from '../../../../src/ops/stack/delete-stack.js'
import { proposeStack } from '../../../../src/ops/stack/propose-stack.js'
import { fakeProgress, fakeStacks, stack, worldOf } from '../../../fakes/world.js'

const name = 'shop-dev-web'
const tags = { 'mm:app': 'shop', 'mm:env': 'dev', 'mm:service': 'web' }

/** How an operation that goes on ends when nothing else comes in between. */
const ends: Record<string, string | undefined> = {
  CREATE_IN_PROGRESS: 'CREATE_COMPLETE',
  DELETE_IN_PROGRESS: undefined,
  IMPORT_IN_PROGRESS: 'IMPORT_COMPLETE',
  IMPORT_ROLLBACK_IN_PROGRESS: 'IMPORT_ROLLBACK_COMPLETE',
  ROLLBACK_IN_PROGRESS: 'ROLLBACK_COMPLETE',
  UPDATE_COMPLETE_CLEANUP_IN_PROGRESS: 'UPDATE_COMPLETE',
  UPDATE_IN_PROGRESS: 'UPDATE_COMPLETE',
  UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS: 'UPDATE_ROLLBACK_COMPLETE',
  UPDATE_ROLLBACK_IN_PROGRESS: 'UPDATE_ROLLBACK_COMPLETE',
}

function world(status: string, end: string | undefined = ends[status]) {
  const calls: string[] = []
  const stacks = fakeStacks(calls, [stack(name, { status, tags })])
  // The adapter calls a stack that was deleted none.
  if (status === 'DELETE_COMPLETE') stacks.known.delete(name)
  stacks.watch = async function* () {
    calls.push('wait')
    const next = stacks.known.get(name)?.status
    const to = next === status ? end : ends[next ?? '']
    if (to === undefined) stacks.known.delete(name)
    else stacks.known.set(name, stack(name, { status: to, tags }))
    yield* []
  }
  return { calls, world: worldOf({ stacks, progress: fakeProgress([]) }) }
}

/** What was done, in the words of the table. */
async function outcome(run: () => Promise<unknown>, calls: string[]): Promise<string> {
  const words: Record<string, string> = { wait: 'waits', [`remove ${name}`]: 'deletes', [`propose ${name}`]: 'goes on' }
  const done = () => calls.map(call => words[call] ?? call).join(', ')
  try {
    await run()
    return done()
  } catch (error) {
    if (!(error instanceof MmError)) throw error
    if (error.code === 'NothingToDelete') return 'nothing to delete'
    return [...(calls.length > 0 ? [done()] : []), `refuses: \`${error.details.fix?.[0] ?? ''}\``].join(', ')
  }
}

async function deploys(status: string, end?: string): Promise<string> {
  const { calls, world: it } = world(status, end)
  return outcome(() => proposeStack(it, { stackName: name, body: '{}', parameters: {}, tags }), calls)
}

async function deletes(status: string): Promise<string> {
  const { calls, world: it } = world(status)
  return outcome(() => deleteWorkload(it, { app: 'shop', env: 'dev', name: 'web', kind: 'service' }, async () => {}), calls)
}

const page = new URL('../../../../docs/stacks.md', import.meta.url)
const states = Object.values(StackStatus).sort()

async function table(): Promise<string> {
  const rows: string[] = []
  for (const status of states) rows.push(`| ${status} | ${await deploys(status)} | ${await deletes(status)} |`)
  return ['| state | `mm svc deploy web` | `mm svc delete web` |', '|---|---|---|', ...rows].join('\n')
}

describe('of CloudFormation’s states', () => {
  test('there are as many as were looked at', () => {
    expect(states).toHaveLength(23)
  })

  test.each(states)('%s is recovered from, waited for, or refused with the command that helps', async status => {
    expect(await deploys(status)).toMatch(/goes on$|refuses: `(mm|aws) [a-z -]+/)
    expect(await deletes(status)).toMatch(/^(waits, )?deletes$|^waits$|^nothing to delete$/)
  })

  test('the page shows what is done about each', async () => {
    const text = readFileSync(page, 'utf8')
    const shown = /(?<=<!-- states -->\n)[^]*?(?=\n<!-- \/states -->)/
    const wanted = text.replace(shown, await table())
    if (process.env['UPDATE_DOCS']) writeFileSync(page, wanted)
    else expect(shown.exec(text)?.[0]).toBe(await table())
  })
})

// It needn't end as it usually does.
test.each([
  ['CREATE_IN_PROGRESS', 'ROLLBACK_COMPLETE', 'waits, deletes, goes on'],
  ['CREATE_IN_PROGRESS', 'ROLLBACK_FAILED', 'waits, refuses: `mm svc delete --name web --env dev`'],
  ['UPDATE_IN_PROGRESS', 'UPDATE_ROLLBACK_COMPLETE', 'waits, goes on'],
  [
    'UPDATE_IN_PROGRESS',
    'UPDATE_ROLLBACK_FAILED',
    `waits, refuses: \`aws cloudformation continue-update-rollback --stack-name ${name}\``,
  ],
  ['DELETE_IN_PROGRESS', 'DELETE_FAILED', 'waits, refuses: `mm svc delete --name web --env dev`'],
  ['UPDATE_IN_PROGRESS', 'UPDATE_ROLLBACK_IN_PROGRESS', 'waits, waits, goes on'],
])('%s that ends in %s: %s', async (status, end, expected) => {
  expect(await deploys(status, end)).toBe(expected)
})

test('a state that AWS adds later is refused: nobody knows what may be done in it', async () => {
  expect(await deploys('UPDATE_PAUSED')).toBe(`refuses: \`aws cloudformation describe-stack-events --stack-name ${name}\``)
})
