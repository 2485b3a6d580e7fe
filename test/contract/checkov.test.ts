import { beforeAll, describe, expect, test } from '@jest/globals'
import { checkov, installCheckov } from './checkov.js'
import { differ, packs, suppressed, type Finding } from './suppressions.js'
import { goldenNames, goldenStack, type ParsedStack } from './support.js'

const golden = Object.fromEntries(goldenNames.map(name => [name, goldenStack(name)]))
const accepted = goldenNames.flatMap(name => suppressed(name, golden[name]!, packs.checkov))

/** An artifact bucket that the public may read. */
function open(): ParsedStack {
  const stack = goldenStack('shared/shop')
  delete stack.Resources['ArtifactBucket']!.Properties!['PublicAccessBlockConfiguration']
  return stack
}

beforeAll(installCheckov, 600_000)

describe('checkov, the second opinion,', () => {
  let found: Finding[] = []
  beforeAll(() => {
    found = checkov({ ...golden, 'seeded/bucket': open() })
  }, 120_000)

  test('finds in the golden stacks what the templates accept, no more and no less', () => {
    expect(
      differ(
        found.filter(({ stack }) => !stack.startsWith('seeded/')),
        accepted,
      ),
    ).toEqual([])
  })

  test('would find a bucket that is not closed to the public', () => {
    const ids = found
      .filter(({ stack, resource }) => stack === 'seeded/bucket' && resource === 'ArtifactBucket')
      .map(({ id }) => id)
    expect(ids).toEqual(expect.arrayContaining(['CKV_AWS_53', 'CKV_AWS_54', 'CKV_AWS_55', 'CKV_AWS_56']))
  })
})
