import { beforeEach, describe, expect, test } from '@jest/globals'
import { MmError } from '../../../../src/errors.js'
import { deployAll, planOnly } from '../../../../src/ops/deploy-all/deploy-all.js'
import type { Part } from '../../../../src/ops/deploy-all/part.js'
import type { Approve, Planned } from '../../../../src/ops/stack/planned.js'
import type { ChangeSet, ResourceChange, Stack } from '../../../../src/ops/ports/cloudformation.js'
import { change, drifted, fakeClock, fakeProgress, fakeStacks, stack, worldOf } from '../../../fakes/world.js'

const set = (stackName: string, changes: ResourceChange[]): ChangeSet => ({
  ...{ stackName, stackId: stack(stackName).id, id: `set-${stackName}`, kind: 'update', changes },
})

interface Script {
  kind?: Part['kind']
  needs?: Part[]
  after?: Part[]
  /** Of the first plan and of those after it. */
  changes?: ResourceChange[][]
  irrevocable?: string
  /** It can't be worked out. */
  unplannable?: MmError
  fails?: MmError
  ready?: boolean
}

let calls: string[]
/** What is let go, each after the last call of its own. */
let free: string[]
let there: Map<string, Stack>
beforeEach(() => {
  calls = []
  free = []
  there = new Map()
})

/** A part that is deployed unless the test takes it out of `there`. */
function part(name: string, script: Script = {}): Part {
  const { kind = 'service', needs = [], after = [], changes = [[change('Topic', { action: 'update' })]] } = script
  there.set(name, stack(name))
  let plans = 0
  return {
    ...{ name, kind, environment: 'dev', stack: name, stacks: [name], cdnStacks: [], needs, after },
    ready: async () => script.ready ?? true,
    async plan() {
      calls.push(`plan ${name}`)
      if (script.unplannable) throw script.unplannable
      const sets = [set(name, changes[Math.min(plans++, changes.length - 1)] ?? [])]
      const planned: Planned<{ stack: string; status: 'updated' | 'unchanged' }> = {
        sets,
        ...(script.irrevocable === undefined ? {} : { irrevocable: script.irrevocable }),
        discard: async () => void calls.push(`discard ${name}`),
        async apply() {
          calls.push(`apply ${name}`)
          if (script.fails) throw script.fails
          there.set(name, stack(name))
          return { stack: name, status: sets.some(each => each.changes.length > 0) ? 'updated' : 'unchanged' }
        },
      }
      return planned
    },
    foresee: async () => [{ ...set(name, [change('Topic')]), kind: 'create' }],
  }
}

function planningsOf(environments: Part[][], signal = new AbortController().signal) {
  const stacks = { ...fakeStacks([]), find: async (name: string) => there.get(name) }
  const letGo = async (name: string) => void free.push(calls.filter(call => call.endsWith(` ${name}`)).at(-1) ?? name)
  const world = worldOf({ stacks, progress: fakeProgress(calls), signal, letGo })
  return environments.map(parts => ({ world, parts }))
}

const deploy = (environments: Part[][], approve: Approve = async () => {}, signal?: AbortSignal) =>
  deployAll(planningsOf(environments, signal), { approve })

const statuses = ({ parts }: Awaited<ReturnType<typeof deploy>>) => parts.map(({ name, status }) => `${name} ${status}`)
const failure = (exitCode: number, more = {}) => new MmError('Failed', `failed with ${exitCode}`, { exitCode, ...more })

describe('one plan, one question', () => {
  test('about everything that changes, in order, and nothing about the rest', async () => {
    const env = part('dev', { kind: 'environment', changes: [[]] })
    const db = part('db', { kind: 'database', needs: [env], changes: [[]] })
    const backend = part('backend', { needs: [env, db] })
    const frontend = part('frontend', { needs: [env, backend] })
    const asked: string[][] = []
    const result = await deploy([[env, db, backend, frontend]], async sets => void asked.push(sets.map(each => each.stackName)))
    expect(asked).toEqual([['backend', 'frontend']])
    expect(statuses(result)).toEqual(['dev unchanged', 'db unchanged', 'backend updated', 'frontend updated'])
    expect(result.error).toBeUndefined()
  })

  test('a no leaves no change set behind', async () => {
    const no = failure(1)
    await expect(deploy([[part('a'), part('b')]], () => Promise.reject(no))).rejects.toBe(no)
    expect(calls).toEqual(['plan a', 'plan b', 'discard a', 'discard b'])
  })

  test("what can't be planned ends it, and nothing is left behind", async () => {
    const broken = failure(1)
    await expect(deploy([[part('a'), part('b', { unplannable: broken })]])).rejects.toBe(broken)
    expect(calls).toEqual(['plan a', 'plan b', 'discard a'])
  })

  test("what can't be undone is left to its own command, which asks for the name", async () => {
    const db = part('db', { kind: 'database', irrevocable: 'a lock for ever' })
    await expect(deploy([[part('a'), db]])).rejects.toMatchObject({
      code: 'NeedsItsName',
      details: { fix: ['mm db deploy --name db --env dev'] },
    })
    expect(calls.slice(2)).toEqual(['discard a', 'discard db'])
  })
})

test('while the plan is made, a stack that several take values from is looked up once', async () => {
  const env = part('dev', { kind: 'environment' })
  const looked: string[] = []
  const services = ['api', 'web'].map(name => {
    const own = part(name, { needs: [env] })
    const plan: Part['plan'] = async (world, approve) => {
      await Promise.all([world.stacks.find('dev'), world.stacks.find(name), world.stacks.find(name)])
      return own.plan(world, approve)
    }
    return { ...own, plan }
  })
  const [planning] = planningsOf([[env, ...services]])
  const { stacks } = planning!.world
  const find = async (name: string) => {
    looked.push(name)
    return there.get(name)
  }
  await planOnly([{ ...planning!, world: { ...planning!.world, stacks: { ...stacks, find } } }])
  // The environment itself looks whether it's there.
  expect(looked.filter(name => name === 'dev')).toHaveLength(2)
  expect(looked.filter(name => name === 'web').length).toBeGreaterThan(2)
})

test('a plan alone shows what changes, and leaves nothing behind', async () => {
  const env = part('dev', { kind: 'environment', changes: [[]] })
  const { changed, stacks } = await planOnly(planningsOf([[env, part('web', { needs: [env] })]]))
  expect(changed).toBe(true)
  expect(stacks.map(({ stackName }) => stackName)).toEqual(['web'])
  expect(calls).toEqual(['plan dev', 'plan web', 'discard dev', 'discard web'])
  expect(await planOnly(planningsOf([[part('still', { changes: [[]] })]]))).toEqual({ changed: false, drifted: 0, stacks: [] })
})

describe('a plan that looks for what was changed outside', () => {
  const look = (parts: Part[], script: Parameters<typeof fakeStacks>[2]) => {
    const stacks = { ...fakeStacks(calls, [...there.values()], script), find: async (name: string) => there.get(name) }
    const world = worldOf({ stacks, cdnStacks: stacks, progress: fakeProgress(calls), clock: fakeClock(), letGo: async () => {} })
    return planOnly([{ world, parts }], { checkDrift: true })
  }

  test('begins with that, tells it of what changes and of what does not, and counts it', async () => {
    const parts = [part('dev', { kind: 'environment', changes: [[]] }), part('web'), part('still', { changes: [[]] })]
    const {
      changed,
      drifted: count,
      stacks,
    } = await look(parts, { drifts: { dev: [drifted('A'), drifted('B')], web: [drifted('C')] } })
    expect(calls.slice(0, 3)).toEqual(['check dev', 'check web', 'check still'])
    expect(stacks.map(({ stackName, changes, drift }) => [stackName, changes.length, drift?.resources.length])).toEqual([
      ['dev', 0, 2],
      ['web', 1, 1],
    ])
    expect([changed, count]).toEqual([true, 3])
  })

  test('changes nothing by it', async () => {
    const parts = [part('still', { changes: [[]] })]
    expect(await look(parts, { drifts: { still: [drifted('A')] } })).toMatchObject({ changed: false, drifted: 1 })
    expect(await look(parts, {})).toEqual({ changed: false, drifted: 0, stacks: [] })
  })

  test('has no change set open while it waits', async () => {
    await look([part('web')], { checks: { web: 'slow' } })
    expect(calls.slice(-3)).toEqual([
      'discard web',
      expect.stringMatching(/^Wait until CloudFormation has looked/),
      expect.stringMatching(/^info: drift not known yet: web/),
    ])
  })
})

test('a plan alone tells what a typed name is wanted for, and what comes before a repository is there', async () => {
  const db = part('db', { kind: 'database', irrevocable: 'locked for ever' })
  const web = part('web', {
    unplannable: new MmError('RepositoryMissing', 'web has no image repository yet'),
  })
  const { stacks } = await planOnly(planningsOf([[db, web]]))
  expect(stacks.map(({ kind, stackName }) => `${kind} ${stackName}`)).toEqual(['update db', 'create web'])
  expect(calls).toContainEqual(expect.stringMatching(/locked for ever; its name must be typed then/))
  expect(calls).toContainEqual(expect.stringMatching(/web has no image repository yet/))
  await expect(deploy([[web]])).rejects.toMatchObject({ code: 'RepositoryMissing' })
})

test('a plan alone leaves what a failed creation left, which a deployment removes', async () => {
  const web = part('web')
  there.set('web', stack('web', { status: 'ROLLBACK_COMPLETE' }))
  const { stacks } = await planOnly(planningsOf([[web]]))
  expect(stacks.map(({ kind, stackName }) => `${kind} ${stackName}`)).toEqual(['create web'])
  expect(calls).toEqual([])
  await deploy([[web]])
  expect(calls).toEqual(['plan web', 'apply web'])
})

test('what was approved beforehand bounds what is planned first, and what is planned anew', async () => {
  const env = part('dev', { kind: 'environment' })
  const later = [change('Topic', { action: 'update' })]
  const web = part('web', { needs: [env], changes: [later, [...later, change('Queue')]] })
  const within = (sets: ChangeSet[]) => {
    if (sets.some(({ changes }) => changes.length > 1)) throw failure(1)
  }
  const result = await deployAll(planningsOf([[env, web]]), { approve: async () => {}, within })
  expect(statuses(result)).toEqual(['dev updated', 'web failed'])
  expect(calls.at(-1)).toBe('discard web')

  calls = []
  const much = part('much', { changes: [[...later, change('Queue')]] })
  await expect(deployAll(planningsOf([[much]]), { approve: async () => {}, within })).rejects.toMatchObject({ exitCode: 1 })
  expect(calls).toEqual(['plan much', 'discard much'])
})

describe('what needs another', () => {
  test('is planned anew once that has changed', async () => {
    const env = part('dev', { kind: 'environment' })
    await deploy([[env, part('web', { needs: [env] })]])
    expect(calls).toEqual(['plan dev', 'plan web', 'apply dev', 'discard web', 'plan web', 'apply web'])
  })

  test.each<[string, Partial<ResourceChange>, boolean]>([
    ['replace', { action: 'replace' }, true],
    ['delete', { action: 'delete' }, true],
    ['restart', { action: 'update', restart: 'member 0 restarts' }, true],
    ['make', { action: 'create' }, false],
    ['update', { action: 'update' }, false],
    ['make a new revision of', { action: 'update', revision: true, type: 'AWS::ECS::TaskDefinition' }, false],
    ['take back a change of', { action: 'update', outside: { deleted: false, differences: [] } }, true],
    ['get to know', { action: 'sync', outside: { deleted: false, differences: [] } }, false],
  ])('may not %s what was not shown: %j', async (_, more, refused) => {
    const env = part('dev', { kind: 'environment' })
    const first = change('Other', { action: 'update' })
    const web = part('web', { needs: [env], changes: [[first], [first, change('Thing', more)]] })
    const result = await deploy([[env, web]])
    expect(result.error?.code).toBe(refused ? 'ChangesNotShown' : undefined)
    expect(calls.at(-1)).toBe(refused ? 'discard web' : 'apply web')
  })

  test("that isn't there is shown as what its template makes, and planned once it is", async () => {
    const env = part('dev', { kind: 'environment' })
    const web = part('web', { needs: [env] })
    there.clear()
    const shown: string[] = []
    const result = await deploy([[env, web]], async sets => {
      shown.push(...sets.map(({ stackName, kind, changes }) => `${kind} ${stackName} ${changes.length}`))
    })
    expect(shown).toEqual(['update dev 1', 'create web 1'])
    expect(calls).toEqual(['plan dev', 'apply dev', 'plan web', 'apply web'])
    expect(statuses(result)).toEqual(['dev updated', 'web updated'])
  })

  test('whose repository is only to be made waits for it', async () => {
    const env = part('dev', { kind: 'environment' })
    const web = part('web', { needs: [env], ready: false })
    await deploy([[env, web]])
    expect(calls).toEqual([
      'plan dev',
      'info: what web becomes is worked out once dev is deployed',
      'apply dev',
      'plan web',
      'apply web',
    ])
  })

  test('that the environment is too old for is planned after its update', async () => {
    const env = part('dev', { kind: 'environment' })
    let asked = 0
    const web = part('web', { needs: [env] })
    const plan = web.plan.bind(web)
    web.plan = (...args) => (asked++ === 0 ? Promise.reject(new MmError('EnvironmentOutdated', 'too old')) : plan(...args))
    expect(statuses(await deploy([[env, web]]))).toEqual(['dev updated', 'web updated'])
  })

  test('of another environment with the same stack is planned after it', async () => {
    const dev = part('dev', { kind: 'environment' })
    const prod = part('prod', { kind: 'environment', after: [dev] })
    await deploy([[dev], [prod]])
    expect(calls.filter(each => !each.startsWith('info'))).toEqual(['plan dev', 'apply dev', 'plan prod', 'apply prod'])
  })
})

describe('a failure', () => {
  test('skips what needs it, and nothing else; the worst exit code wins', async () => {
    const env = part('dev', { kind: 'environment', changes: [[]] })
    const api = part('api', { needs: [env], fails: failure(1, { state: 'one', fix: ['mm x'] }) })
    const jobs = part('jobs', { needs: [env], fails: failure(6, { state: 'two', fix: ['mm x'], why: 'crash' }) })
    const mail = part('mail', { needs: [env] })
    const web = part('web', { needs: [env, api] })
    const result = await deploy([[env, api, jobs, mail, web]])
    expect(statuses(result)).toEqual(['dev unchanged', 'api failed', 'jobs failed', 'mail updated', 'web skipped'])
    expect(result.parts.at(-1)?.why).toBe('it needs api')
    expect(calls).toContain('discard web')
    expect(result.error).toMatchObject({
      code: 'SeveralFailed',
      exitCode: 6,
      details: { why: 'failed with 6\n  crash\nfailed with 1', state: 'two\none', fix: ['mm x'] },
    })
  })

  test('of one is told in its own words', async () => {
    const own = failure(4)
    expect((await deploy([[part('a', { fails: own }), part('b')]])).error).toBe(own)
  })

  test('of mm itself is thrown as it is', async () => {
    const bug = new TypeError('x') as unknown as MmError
    await expect(deploy([[part('a', { fails: bug })]])).rejects.toBe(bug)
  })

  test('of one environment leaves another alone', async () => {
    const dev = part('dev', { kind: 'environment', fails: failure(1) })
    const result = await deploy([[dev], [part('prod', { kind: 'environment', after: [dev] })]])
    expect(statuses(result)).toEqual(['dev failed', 'prod updated'])
  })
})

describe('others may work on', () => {
  test('what stays as it is as soon as that is known, on the rest when it is deployed', async () => {
    const env = part('dev', { kind: 'environment', changes: [[]] })
    const api = part('api', { needs: [env] })
    const still = part('still', { needs: [env], changes: [[]] })
    const web = part('web', { needs: [env, api], changes: [[]] })
    await deploy([[env, api, still, web]])
    expect(free).toEqual([
      'plan dev',
      'plan still',
      'apply api',
      // It's planned anew once what it calls has changed.
      'apply web',
    ])
  })

  test('what failed and what is skipped', async () => {
    const api = part('api', { fails: failure(6) })
    await deploy([[api, part('web', { needs: [api] })]])
    expect(free).toEqual(['apply api', 'discard web'])
  })
})

describe('what mm loses sight of', () => {
  const lost = (code: string, name: string, exitCode: number) =>
    new MmError(code, `lost by ${code}`, {
      state: `${name} goes on`,
      fix: [`mm deploy attach ${name} --env dev`, 'mm status'],
      goesOn: true,
      exitCode,
    })

  /** An application of which one part goes on; the signal comes as another is applied. */
  function interrupted(fails: Record<string, MmError>) {
    const stop = new AbortController()
    const env = part('dev', { kind: 'environment', changes: [[]] })
    const [api, jobs] = ['api', 'jobs'].map(name => part(name, { needs: [env], ...(fails[name] ? { fails: fails[name] } : {}) }))
    const plan = api!.plan.bind(api)
    api!.plan = async (...args) => {
      const planned = await plan(...args)
      return { ...planned, apply: () => (stop.abort(), planned.apply()) }
    }
    const web = part('web', { needs: [api!] })
    return deploy([[env, api!, jobs!, web]], async () => {}, stop.signal)
  }

  test('by Ctrl-C goes on; nothing more is begun, and nothing is left behind', async () => {
    const result = await interrupted({ api: lost('Interrupted', 'api', 130) })
    expect(statuses(result)).toEqual(['dev unchanged', 'api going', 'jobs unbegun', 'web unbegun'])
    expect(result.error).toMatchObject({
      ...{ code: 'Interrupted', exitCode: 130 },
      details: {
        state: 'api goes on\nnothing of jobs was deployed\nnothing of web was deployed',
        fix: ['mm deploy attach api --env dev', 'mm status'],
      },
    })
    expect(calls).toEqual(expect.arrayContaining(['discard jobs', 'discard web']))
  })

  test('by Ctrl-C while nothing goes on is an interruption, too', async () => {
    const result = await interrupted({})
    expect(statuses(result)).toEqual(['dev unchanged', 'api updated', 'jobs unbegun', 'web unbegun'])
    expect(result.error).toMatchObject({ code: 'Interrupted', exitCode: 130, message: 'interrupted' })
  })

  test('by the same thing is told once, with the command that follows all of it', async () => {
    const [a, b] = ['a', 'b'].map(name => part(name, { fails: lost('CredentialsExpired', name, 4) }))
    const result = await deploy([[a!, b!, part('web', { needs: [a!] })]])
    expect(statuses(result)).toEqual(['a going', 'b going', 'web skipped'])
    expect(result.error).toMatchObject({
      ...{ code: 'CredentialsExpired', message: 'lost by CredentialsExpired', exitCode: 4 },
      details: { state: 'a goes on\nb goes on', fix: ['mm deploy attach --env dev', 'mm status'] },
    })
  })

  test('is told beside what failed', async () => {
    const a = part('a', { fails: lost('CredentialsExpired', 'a', 4) })
    const b = part('b', { fails: failure(6, { state: 'b is back' }) })
    const { error } = await deploy([[a, b]])
    expect(error).toMatchObject({
      ...{ code: 'SeveralFailed', message: '1 deployment failed, and mm has lost sight of 1', exitCode: 6 },
      details: { why: 'failed with 6\nlost by CredentialsExpired', state: 'b is back\na goes on' },
    })
  })

  test('after a failure tells of that', async () => {
    const a = part('a', { fails: lost('Interrupted', 'a', 130) })
    const b = part('b', { fails: failure(6, { why: 'it crashed' }) })
    const { error } = await deploy([[a, b]])
    expect(error).toMatchObject({ code: 'Interrupted', exitCode: 130, details: { why: 'failed with 6\n  it crashed' } })
  })
})
