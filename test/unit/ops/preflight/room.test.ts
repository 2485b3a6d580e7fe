import { describe, expect, test } from '@jest/globals'
import type { Service } from '../../../../src/manifest/service.js'
import { addresses } from '../../../../src/ops/preflight/addresses.js'
import type { Intended } from '../../../../src/ops/preflight/check.js'
import { quota } from '../../../../src/ops/preflight/quota.js'
import { environment, frontend } from '../../../support/values.js'
import { deployed, intended, premisesOf, recreating, shifting } from './support.js'

const first = { before: undefined }
const remains = { before: deployed({ status: 'ROLLBACK_COMPLETE' }) }

describe('addresses of the subnets', () => {
  const look = (left: number[], more: Partial<Intended> = {}, service: Partial<Service> = {}) =>
    addresses(
      { premises: premisesOf({ freeAddresses: async ids => Object.fromEntries(ids.map((id, i) => [id, left[i] ?? 0])) }) },
      intended(more, service),
    )

  test.each<[string, number[], Partial<Intended>, Partial<Service>, number]>([
    ['a rolling update, one left', [0, 1], {}, { count: 4 }, 0],
    ['a rolling update, none left', [0, 0], {}, { count: 4 }, 1],
    ['old tasks that stop first', [0, 0], {}, { count: 4, deployment: recreating }, 0],
    ['a service without tasks', [0, 0], {}, { count: 0 }, 0],
    ['a first deployment, enough in all', [1, 3], first, { count: 4 }, 0],
    ['a first deployment, one too few', [1, 2], first, { count: 4 }, 1],
    ['a first deployment after one that failed', [1, 2], remains, { count: 4 }, 1],
    ['traffic that is shifted, enough', [2, 2], {}, { count: 4, deployment: shifting }, 0],
    ['traffic that is shifted, one too few', [1, 2], {}, { count: 4, deployment: shifting }, 1],
  ])('%s', async (_, left, more, service, findings) => {
    expect(await look(left, more, service)).toHaveLength(findings)
  })

  test('are told one by one', async () => {
    expect(await look([1, 0], first, { count: 3 })).toEqual([
      {
        kind: 'wrong for new tasks',
        what: 'the subnets of backend have too few addresses left',
        why: '3 are needed for new tasks, and 1 left: 1 in s1, 0 in s2',
        fix: ['fewer tasks, here or beside it: count in mm/backend/manifest.yml'],
      },
    ])
  })

  test('are those of the subnets in which the tasks run', async () => {
    const asked: string[][] = []
    const premises = premisesOf({
      freeAddresses: async ids => {
        asked.push(ids)
        return Object.fromEntries(ids.map(id => [id, 9]))
      },
    })
    const open = intended()
    await addresses({ premises }, { ...open, request: { ...open.request, service: frontend() } })
    await addresses({ premises }, open)
    expect(asked).toEqual([
      ['p1', 'p2'],
      ['s1', 's2'],
    ])
  })

  test('of a subnet that is gone there are none', async () => {
    const premises = premisesOf({ freeAddresses: async () => ({ s1: 100 }) })
    expect(await addresses({ premises }, intended())).toMatchObject([{ what: "s2 isn't there any more" }])
  })
})

describe('the quota of Fargate', () => {
  const look = (allowed: number | undefined, more: Partial<Intended> = {}, service: Partial<Service> = {}) =>
    quota({ premises: premisesOf({ fargateCpus: async () => allowed }) }, intended(more, { cpu: 1024, count: 4, ...service }))

  test.each<[string, number | undefined, Partial<Intended>, Partial<Service>, string[]]>([
    ['a first deployment that just fits', 4, first, {}, []],
    ['a first deployment that does not', 3.75, first, {}, ['wrong']],
    ['a rolling update needs one more', 5, {}, {}, []],
    ['a rolling update that has no room for it', 4, {}, {}, ['wrong for new tasks']],
    ['old tasks that stop first', 4, {}, { deployment: recreating }, []],
    ['traffic that is shifted needs as many again', 8, {}, { deployment: shifting }, []],
    ['traffic that is shifted without room', 7, {}, { deployment: shifting }, ['wrong for new tasks']],
    ['nobody knows', undefined, first, {}, []],
    ['no tasks', 0, first, { count: 0 }, []],
  ])('%s', async (_, allowed, more, service, kinds) => {
    expect((await look(allowed, more, service)).map(({ kind }) => kind)).toEqual(kinds)
  })

  test('is told with what is needed, and how to ask for more', async () => {
    expect(await look(3, first, { cpu: 512, count: 7 })).toMatchObject([
      {
        why: '7 tasks at once of 0.5 vCPU need 3.5, and the quota is 3',
        fix: [expect.stringMatching(/--quota-code L-3032A538 --desired-value 4$/), expect.anything()],
      },
    ])
    expect(await look(0.5, first, { count: 1 })).toMatchObject([{ why: '1 task of 1 vCPU needs 1, and the quota is 0.5' }])
  })

  test('is none of instances', async () => {
    const { request, ...others } = intended(first, { cpu: 1024, count: 4 })
    const capacity = { type: 'ec2', instance: 'm7i.large', min: 1, max: 2 } as const
    const premises = premisesOf({ fargateCpus: () => Promise.reject(new Error('not asked')) })
    const onInstances = { ...others, request: { ...request, environment: environment({ capacity }) } }
    expect(await quota({ premises }, onInstances)).toEqual([])
  })
})
