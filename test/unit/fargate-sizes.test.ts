import { expect, test } from '@jest/globals'
import { memories, withMoreMemory } from '../../src/fargate-sizes.js'
import { fargateProblem } from '../../src/manifest/fargate.js'

const sizes = [...memories].flatMap(([cpu, all]) => all.map(memory => ({ cpu, memory })))

test.each([
  [256, 512, 256, 1024],
  [256, 1024, 256, 2048],
  // Fargate has no more with this CPU.
  [256, 2048, 512, 4096],
  [512, 1024, 512, 2048],
  [512, 3072, 1024, 6144],
  [1024, 5120, 2048, 10_240],
  [8192, 20_480, 8192, 40_960],
  [4096, 30_720, 8192, 61_440],
  // Its double is none of the steps.
  [8192, 45_056, 16_384, 90_112],
  [16_384, 40_960, 16_384, 81_920],
  // None has twice as much.
  [16_384, 65_536, 16_384, 122_880],
])('beyond %i units and %i MiB come %i and %i', (cpu, memory, moreCpu, moreMemory) => {
  expect(withMoreMemory({ cpu, memory })).toEqual({ cpu: moreCpu, memory: moreMemory })
})

test.each(sizes)('what comes beyond $cpu units and $memory MiB has more memory, and a manifest takes it', size => {
  const more = withMoreMemory(size)
  if (!more) return expect(size).toEqual({ cpu: 16_384, memory: 122_880 })
  expect(more.memory).toBeGreaterThan(size.memory)
  expect(more.cpu).toBeGreaterThanOrEqual(size.cpu)
  expect(fargateProblem(more)).toBeUndefined()
})
