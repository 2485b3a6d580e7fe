import { describe, expect, test } from '@jest/globals'
import { tellUsualTimes, usualTimes } from '../../../../src/ops/stack/usual-times.js'
import type { UsualTimes } from '../../../../src/ops/ports/progress.js'
import { event, fakeProgress } from '../../../fakes/world.js'

const at = (time: number, logicalId: string, status: string, isStack = false) =>
  event(logicalId, status, { at: time, ...(isStack ? { type: 'AWS::CloudFormation::Stack' } : {}) })
/** An update of one resource that takes so long, and another second for the stack. */
const update = (begin: number, took: number) => [
  at(begin, 'shop', 'UPDATE_IN_PROGRESS', true),
  at(begin, 'Service', 'UPDATE_IN_PROGRESS'),
  at(begin + took, 'Service', 'UPDATE_COMPLETE'),
  at(begin + took, 'shop', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', true),
  at(begin + took + 1000, 'shop', 'UPDATE_COMPLETE', true),
]

describe('how long something usually takes', () => {
  test('is the median of its last five, each verb for itself; a new resource begins with its first event', () => {
    const created = [
      at(0, 'shop', 'CREATE_IN_PROGRESS', true),
      at(0, 'Service', 'CREATE_IN_PROGRESS'),
      at(4000, 'Service', 'CREATE_IN_PROGRESS'),
      at(9000, 'Service', 'CREATE_COMPLETE'),
      at(9500, 'shop', 'CREATE_COMPLETE', true),
    ]
    const updates = [99_000, 5000, 1000, 2000, 4000, 3000].flatMap((took, i) => update((i + 1) * 1e6, took))
    expect(Object.fromEntries(usualTimes([...created, ...updates]))).toEqual({
      'Service CREATE': 9000,
      'shop CREATE': 9500,
      'Service UPDATE': 3000,
      'shop UPDATE': 4000,
    })
  })

  test("isn't that of what failed, or was taken back, nor that of what began and never ended", () => {
    const failed = [
      at(0, 'shop', 'UPDATE_IN_PROGRESS', true),
      at(0, 'Service', 'UPDATE_IN_PROGRESS'),
      at(0, 'Other', 'UPDATE_IN_PROGRESS'),
      at(9000, 'Service', 'UPDATE_FAILED'),
      at(9000, 'shop', 'UPDATE_ROLLBACK_IN_PROGRESS', true),
      at(9500, 'Service', 'UPDATE_IN_PROGRESS'),
      at(9900, 'Service', 'UPDATE_COMPLETE'),
      at(9950, 'shop', 'UPDATE_ROLLBACK_COMPLETE', true),
    ]
    expect(Object.fromEntries(usualTimes([...failed, ...update(1e6, 7000)]))).toEqual({
      'Service UPDATE': 7000,
      'shop UPDATE': 8000,
    })
  })
})

describe('it is told', () => {
  const settled = () => new Promise(resolve => setImmediate(resolve))
  const tell = async (history: () => Promise<never[]>) => {
    const told: UsualTimes[] = []
    tellUsualTimes({ stacks: { history }, progress: { ...fakeProgress([]), usual: times => void told.push(times) } }, 'shop')
    expect(told).toEqual([])
    await settled()
    return told
  }

  test('once CloudFormation has answered, and not at all when it does not', async () => {
    expect(await tell(async () => [])).toEqual([new Map()])
    expect(await tell(() => Promise.reject(new Error('denied')))).toEqual([])
  })

  test("and isn't looked up where it isn't shown", () => {
    const history = () => {
      throw new Error('nobody asks')
    }
    tellUsualTimes({ stacks: { history }, progress: fakeProgress([]) }, 'shop')
  })
})
