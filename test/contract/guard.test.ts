import { beforeAll, describe, expect, test } from '@jest/globals'
import { guard } from './guard.js'
import { differ, packs, suppressed, type Finding } from './suppressions.js'
import { goldenNames, goldenStack, type ParsedStack } from './support.js'

const golden = Object.fromEntries(goldenNames.map(name => [name, goldenStack(name)]))
const accepted = goldenNames.flatMap(name => suppressed(name, golden[name]!, packs.guard))

/** A disk that isn't encrypted: what the rules are there for. */
function unencrypted(): ParsedStack {
  const stack = goldenStack('database/dev')
  delete stack.Resources['Volume0G1']!.Properties!['Encrypted']
  return stack
}

describe("AWS Control Tower's rules", () => {
  let found: Finding[] = []
  beforeAll(() => {
    found = guard({ ...golden, 'seeded/volume': unencrypted() })
  }, 60_000)

  test('find in the golden stacks what the templates accept, no more and no less', () => {
    expect(
      differ(
        found.filter(({ stack }) => !stack.startsWith('seeded/')),
        accepted,
      ),
    ).toEqual([])
  })

  test('would find a volume that is not encrypted', () => {
    expect(found).toContainEqual(expect.objectContaining({ stack: 'seeded/volume', resource: 'Volume0G1', id: 'CT.EC2.PR.7' }))
  })
})

describe('what the comparison would say', () => {
  const one = { stack: 'a/dev', resource: 'Queue', id: 'CT.SQS.PR.1' }

  test('of a finding that nobody accepted', () => {
    expect(differ([{ ...one, what: 'Require a dead-letter queue' }], [])).toEqual([
      "a/dev Queue CT.SQS.PR.1: Require a dead-letter queue. Fix it, or accept it where the resource is made: accepting({ 'CT.SQS.PR.1': 'why' })",
    ])
  })
  test('of a suppression that is stale', () => {
    expect(differ([], [one])).toEqual(["a/dev Queue CT.SQS.PR.1: accepted, but it isn't found any more. Take it away"])
  })
})

describe.each(goldenNames)('the suppressions of %s', name => {
  const own = Object.entries(golden[name]!.Resources).flatMap(([resource, { Metadata }]) =>
    (Metadata?.mm?.suppress ?? []).map(each => ({ resource, ...each })),
  )
  test('belong to a rule pack that is run', () => {
    expect(own.filter(({ id }) => !Object.values(packs).some(pack => id.startsWith(pack)))).toEqual([])
  })
  test('say why', () => {
    expect(own.filter(({ reason }) => reason.split(' ').length < 4)).toEqual([])
  })
})
