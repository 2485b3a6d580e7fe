import { expect, test } from '@jest/globals'
import { stripVTControlCharacters } from 'node:util'
import type { Took } from '../../../src/ops/stack/last-times.js'
import { timeOf } from '../../../src/ui/report-deployment.js'

const line = (took: Took | undefined) => stripVTControlCharacters(timeOf(took))

test('the whole is compared with what the last ones took, and each phase that took another time', () => {
  const phases: Took['phases'] = [
    { name: 'build', seconds: 30, usualSeconds: 12 },
    { name: 'change set', seconds: 3.4, usualSeconds: 3 },
    { name: 'rollout', seconds: 100, usualSeconds: 105 },
  ]
  expect(line({ phases, seconds: 133.4, usualSeconds: 120 })).toBe(
    '\ntook 2 min 13 s (usually 2 min 0 s): build 30 s (usually 12 s), change set 3.4 s, rollout 1 min 40 s',
  )
})

test('the first has nothing to be compared with, and what was unchanged took no time', () => {
  expect(line({ phases: [{ name: 'rollout', seconds: 20 }], seconds: 20 })).toBe('\ntook 20 s: rollout 20 s')
  expect(line(undefined)).toBe('')
})
