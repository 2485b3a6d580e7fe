import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { phases, total, type Phase } from '../../../../src/ops/stack/phases.js'
import { compareWithLast } from '../../../../src/ops/stack/last-times.js'
import { records } from '../../../../src/workspace/records.js'
import { fakeClock } from '../../../fakes/world.js'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'mm-times-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const took = (rollout: number): Phase[] => [{ name: 'rollout', seconds: rollout }]
const compare = (phases: Phase[], more: { env?: string; name?: string } = {}) =>
  compareWithLast(records, { root, env: 'dev', name: 'web', ...more, phases }).usualSeconds

test('a deployment is compared with the median of the last five of its phases', () => {
  expect(compare(took(99))).toBeUndefined()
  expect(compare(took(10))).toBe(99)
  for (const seconds of [50, 20, 40, 30]) compare(took(seconds))
  expect(compare(took(1))).toBe(30)
})

test('what was built as well, and other services and environments, are others', () => {
  compare(took(10))
  expect(compare([{ name: 'build', seconds: 5 }, ...took(10)])).toBeUndefined()
  expect(compare(took(1), { env: 'prod' })).toBeUndefined()
  expect(compare(took(1), { name: 'api' })).toBeUndefined()
})

test('each phase is compared with the last five that had it, whatever else they had', () => {
  const record = (...phases: Phase[]) => compareWithLast(records, { root, env: 'dev', name: 'web', phases })
  const build = (seconds: number): Phase => ({ name: 'build', seconds })
  expect(record(build(30), ...took(20))).toEqual({ phases: [build(30), ...took(20)], seconds: 50 })
  for (const seconds of [60, 40, 50]) record(...took(seconds))
  expect(record(build(10), ...took(70))).toEqual({
    phases: [
      { name: 'build', seconds: 10, usualSeconds: 30 },
      { name: 'rollout', seconds: 70, usualSeconds: 40 },
    ],
    seconds: 80,
    usualSeconds: 50,
  })
  expect(JSON.parse(records.read(root, 'dev-web', 'times.json') ?? '')).toContainEqual([build(10), ...took(70)])
})

test('no more than twenty are kept', () => {
  for (let i = 0; i < 25; i++) compare(took(i))
  expect((JSON.parse(records.read(root, 'dev-web', 'times.json') ?? '') as unknown[]).length).toBe(20)
})

test.each(['not JSON', '{"other": true}', '[[{"name": "rollout"}], 3, null]'])(
  'a file that says %s counts as none, and is replaced',
  text => {
    records.keep(root, 'dev-web', { name: 'times.json', text })
    expect(compare(took(10))).toBeUndefined()
    expect(compare(took(1))).toBe(10)
  },
)

test("a disk that doesn't take it fails nothing", () => {
  writeFileSync(join(root, '.mm'), 'a file is in the way')
  expect(compare(took(10))).toBeUndefined()
})

test('phases are measured by themselves, and not what lies between them', async () => {
  const clock = fakeClock()
  const measured = phases(clock)
  const signal = new AbortController().signal
  expect(await measured.time('build', async () => (await clock.sleep(1234, signal), 'image'))).toBe('image')
  await clock.sleep(60_000, signal)
  measured.add('rollout', 2000)
  expect(measured.past).toEqual([
    { name: 'build', seconds: 1.2 },
    { name: 'rollout', seconds: 2 },
  ])
  expect(total(measured.past)).toBe(3.2)
})
