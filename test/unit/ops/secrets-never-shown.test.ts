import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { withDelta } from '../../../src/ops/service-delta/with-delta.js'
import { approve } from '../../../src/ui/approve.js'
import { changesText } from '../../../src/ui/changes.js'
import { change, fakeStacks, stack, worldOf } from '../../fakes/world.js'

/** A template with one variable, plain or from a secret, or none. */
type Side = { plain: string } | { parameter: string } | { secret: string } | undefined

const body = (name: string, side: Side) => {
  const plain = side && 'plain' in side ? side.plain : side && 'parameter' in side ? { Ref: 'Given' } : undefined
  const container = {
    Name: 'web',
    Environment: plain === undefined ? [] : [{ Name: name, Value: plain }],
    Secrets: side && 'secret' in side ? [{ Name: name, ValueFrom: side.secret }] : [],
  }
  const task = { Cpu: '256', ContainerDefinitions: [container] }
  return JSON.stringify({ Resources: { TaskDefinition: { Type: 'AWS::ECS::TaskDefinition', Properties: task } } })
}
const parameters = (side: Side): Record<string, string> => ({
  Image: 'registry.example/web:1',
  ...(side && 'parameter' in side ? { Given: side.parameter } : {}),
})

/** Everything that mm says of the change: on the screen, in the plan as a document, and as an event. */
async function everythingSaid(name: string, was: Side, becomes: Side): Promise<string> {
  const before = stack('shop-dev-web', { parameters: parameters(was) })
  const stacks = fakeStacks([], [before], { templates: { 'shop-dev-web': body(name, was) } })
  const set = await withDelta(
    worldOf({ stacks }),
    {
      ...{ stackName: 'shop-dev-web', stackId: 'id', id: 'set', kind: 'update' },
      changes: [change('TaskDefinition', { action: 'update' })],
    },
    {
      proposal: { stackName: 'shop-dev-web', body: body(name, becomes), parameters: parameters(becomes), tags: {} },
      ...{ before, repository: undefined, context: undefined },
    },
  )
  const write = process.stderr.write.bind(process.stderr)
  let events = ''
  process.stderr.write = text => (events += String(text)) !== ''
  try {
    await approve({ yes: true, interactive: false, json: true })([set])
  } finally {
    process.stderr.write = write
  }
  return [changesText([set]), JSON.stringify(set), events].join('\n')
}

const password = fc.stringMatching(/^[A-Za-z0-9!%_-]{12,30}$/).map(text => `pw-${text}`)
const sideOf = (value: fc.Arbitrary<string>): fc.Arbitrary<Side> =>
  fc.oneof(
    fc.constant(undefined),
    value.map(plain => ({ plain })),
    value.map(parameter => ({ parameter })),
    fc.constant({ secret: 'arn:aws:secretsmanager:eu-central-1:1:secret:a' }),
  )
/** Of any name when the value itself looks like a secret; of a name that says so, any value. */
const leaks = fc.oneof(
  fc.record({
    name: fc.constantFrom('DB_PASSWORD', 'API_KEY', 'SESSION_SECRET', 'AUTH_TOKEN', 'SMTP_PWD', 'COOKIE_SALT'),
    value: password,
    hidden: fc.constant((value: string) => value),
  }),
  fc.record({
    name: fc.constantFrom('MONGODB_URI', 'REDIS', 'BACKEND', 'UPSTREAM'),
    value: password.map(text => `mongodb+srv://app:${encodeURIComponent(text)}@db.example:27017/shop`),
    hidden: fc.constant((value: string) => value.replace(/^.*app:(.*)@.*$/, '$1')),
  }),
)

test('a password is nowhere in what is said of a change, wherever it comes from and whatever becomes of it', async () => {
  const cases = leaks.chain(({ name, value, hidden }) =>
    fc.tuple(
      fc.constant(name),
      sideOf(fc.constant(value)),
      sideOf(fc.constant(value.replace('pw-', 'pw-2'))),
      fc.constant([hidden(value), hidden(value.replace('pw-', 'pw-2'))]),
    ),
  )
  await fc.assert(
    fc.asyncProperty(cases, async ([name, was, becomes, passwords]) => {
      const said = await everythingSaid(name, was, becomes)
      for (const each of passwords) expect(said).not.toContain(each)
    }),
    { numRuns: 300 },
  )
})

test('nor is a plain value that becomes a secret, or was one', async () => {
  const secret: Side = { secret: 'arn:aws:secretsmanager:eu-central-1:1:secret:a' }
  await fc.assert(
    fc.asyncProperty(password, fc.boolean(), async (value, first) => {
      const plain: Side = { plain: value }
      const said = await (first ? everythingSaid('GREETING', plain, secret) : everythingSaid('GREETING', secret, plain))
      expect(said).toContain('GREETING')
      expect(said).not.toContain(value)
    }),
  )
})

test('while a value that is none is shown: the test would find it', async () => {
  expect(await everythingSaid('LOG_LEVEL', { plain: 'info' }, { plain: 'debug-all' })).toContain('debug-all')
})
