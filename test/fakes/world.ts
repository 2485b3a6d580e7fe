import type { Clock } from '../../src/ops/ports/clock.js'
import type {
  ChangeSet,
  ResourceChange,
  Stack,
  StackEvent,
  StackResource,
  Stacks,
  Told,
} from '../../src/ops/ports/cloudformation.js'
import type { DriftCheck, FoundDrift } from '../../src/ops/ports/drift.js'
import type { LogLine, LogPage } from '../../src/ops/ports/logs.js'
import type { Progress } from '../../src/ops/ports/progress.js'
import type { Records } from '../../src/ops/ports/records.js'
import type { World } from '../../src/ops/ports/world.js'

/** A clock on which time passes only by sleeping. */
export function fakeClock(start = Date.parse('2026-11-24T12:00:00Z')): Clock & { passed(): number } {
  let now = start
  return {
    now: () => now,
    passed: () => now - start,
    async sleep(ms) {
      now += ms
      await new Promise(resolve => setImmediate(resolve))
    },
    pause(ms, signal) {
      return this.sleep(ms, signal)
    },
  }
}

/** Files in memory. */
export function fakeRecords(): Records {
  const files = new Map<string, string>()
  return {
    keep(root, deployment, { name, text }) {
      files.set(`${root}/${deployment}/${name}`, text)
      return deployment
    },
    read: (root, deployment, name) => files.get(`${root}/${deployment}/${name}`),
  }
}

/** Progress that writes what it's told into a log of calls. */
export function fakeProgress(calls: string[]): Progress {
  return {
    together: runs => Promise.allSettled(runs.map(({ run }) => run(fakeProgress(calls)))),
    async step(title, run) {
      calls.push(title)
      return run({ note: () => {}, line: () => {} })
    },
    event: () => {},
    rollout: () => {},
    info: text => void calls.push(`info: ${text}`),
  }
}

export const change = (logicalId: string, more: Partial<ResourceChange> = {}): ResourceChange => ({
  action: 'create',
  conditional: false,
  logicalId,
  type: 'AWS::SNS::Topic',
  properties: [],
  ...more,
})

/** A resource of which a check found that somebody has changed it. */
export const drifted = (logicalId: string, more: Partial<FoundDrift> = {}): FoundDrift => ({
  logicalId,
  type: 'AWS::Logs::LogGroup',
  status: 'MODIFIED',
  differences: [{ path: 'RetentionInDays', expected: '30', actual: '7' }],
  ...more,
})

export const event = (logicalId: string, status: string, more: Partial<StackEvent> = {}): StackEvent => ({
  id: `${logicalId}-${status}`,
  at: 0,
  stackName: 'shop-dev',
  logicalId,
  type: 'AWS::SNS::Topic',
  status,
  ...more,
})

export const stack = (name: string, more: Partial<Stack> = {}): Stack => ({
  name,
  id: `arn:aws:cloudformation:eu-central-1:123456789012:stack/${name}/1`,
  status: 'CREATE_COMPLETE',
  outputs: {},
  parameters: {},
  tags: {},
  protected: false,
  createdAt: 0,
  ...more,
})

export interface FakeStacks extends Stacks {
  /** What `find` and `list` answer from; change it to tell how a story goes on. */
  known: Map<string, Stack>
}

interface StackScript {
  /** Changes that `propose` finds, by stack name; none by default. */
  changes?: Record<string, ResourceChange[]>
  /** Those that it finds besides when what was changed outside is to be taken back. */
  takenBack?: Record<string, ResourceChange[]>
  /** Template texts and resources, by stack name. */
  templates?: Record<string, string>
  resources?: Record<string, StackResource[]>
  /** Events of an execution, by stack name. */
  events?: Record<string, StackEvent[]>
  /** What a check finds, by stack name; `IN_SYNC` by default. An error is thrown, and `slow` never ends. */
  drifts?: Record<string, FoundDrift[]>
  checks?: Record<string, Partial<DriftCheck> | Error | 'slow'>
  /** How a stack looks after an execution, a watch or a removal. */
  after?: Record<string, Stack | undefined>
}

interface Played extends Told {
  how?: string
}

/** CloudFormation as a list of stacks; each call is logged as `verb name`. */
export function fakeStacks(calls: string[], existing: Stack[] = [], script: StackScript = {}): FakeStacks {
  const known = new Map(existing.map(each => [each.name, each]))
  async function* play(verb: string, name: string, { how = '', onOrder, onBegun }: Played = {}): AsyncGenerator<StackEvent> {
    onOrder?.()
    calls.push(`${verb} ${name}${how}`)
    onBegun?.()
    for (const each of script.events?.[name] ?? []) yield each
    if (script.after && name in script.after) {
      const next = script.after[name]
      if (next) known.set(name, next)
      else known.delete(name)
    } else if (verb === 'remove') known.delete(name)
    else if (!known.has(name)) known.set(name, stack(name))
  }
  return {
    known,
    find: async name => known.get(name),
    list: async tags =>
      [...known.values()].filter(each => Object.entries(tags).every(([key, value]) => each.tags[key] === value)),
    resources: async name => script.resources?.[name] ?? [],
    template: async name => script.templates?.[name] ?? '',
    async propose({ stackName, revertDrift = false }) {
      calls.push(`propose ${stackName}${revertDrift ? ' taking back' : ''}`)
      return {
        stackName,
        stackId: stackName,
        id: `set-${stackName}`,
        kind: known.has(stackName) ? 'update' : 'create',
        changes: [...(script.changes?.[stackName] ?? []), ...((revertDrift && script.takenBack?.[stackName]) || [])],
      } satisfies ChangeSet
    },
    newestOperation: async name => script.events?.[name] ?? [],
    history: async name => script.events?.[name] ?? [],
    async checkDrift(id, enough) {
      const name = [...known.values()].find(each => each.id === id)?.name ?? id
      calls.push(`check ${name}`)
      const check = script.checks?.[name] ?? { status: script.drifts?.[name] ? 'DRIFTED' : 'IN_SYNC' }
      if (check instanceof Error) throw check
      if (check !== 'slow') return { status: 'IN_SYNC', checkedAt: 0, ...check }
      await new Promise(resolve => enough.addEventListener('abort', resolve))
      return undefined
    },
    async drifts(name) {
      calls.push(`drifts ${name}`)
      return script.drifts?.[name] ?? []
    },
    async cancelUpdate(name) {
      calls.push(`cancel ${name}`)
    },
    async protect(name, on) {
      calls.push(`${on ? 'protect' : 'unprotect'} ${name}`)
    },
    async discard(set) {
      calls.push(`discard ${set.stackName}`)
    },
    execute: (set, { enough: _, ...told } = {}) => play('execute', set.stackName, told),
    watch: name => play('watch', name),
    remove: (name, { roleArn, ...told } = {}) =>
      play('remove', name, { how: roleArn === undefined ? '' : ` by ${roleArn}`, ...told }),
  }
}

/** A world whose every part throws unless the test gives it: an operation that touches more than it says fails. */
export function worldOf(parts: Partial<World>): World {
  const missing = (part: string) =>
    new Proxy(
      {},
      {
        get: (_, property) => {
          throw new Error(`this test's world has no ${part}.${String(property)}`)
        },
      },
    )
  return new Proxy(
    {
      signal: new AbortController().signal,
      reserve: async () => {},
      letGo: async () => {},
      lockedBy: undefined,
      premises: undefined,
      checksDrift: false,
      ...parts,
    } as World,
    {
      get: (target, property: string) => (property in target ? target[property as keyof World] : missing(property)),
    },
  )
}

export const line = (id: string, at: number, more: Partial<LogLine> = {}): LogLine => ({
  id,
  group: 'g',
  stream: 'app/app/1',
  at,
  ingestedAt: at,
  message: id,
  ...more,
})

/** A log group whose lines become visible at a given time, in pages of two. */
export function fakeLogs(
  clock: Clock,
  groups: Record<string, { line: LogLine; visibleAt: number }[]>,
): { page: World['logs']['page']; queries: { group: string; since: number }[] } {
  const queries: { group: string; since: number }[] = []
  return {
    queries,
    async page({ group, since, until, streamPrefix = '', next }): Promise<LogPage> {
      queries.push({ group, since })
      const visible = (groups[group] ?? [])
        .filter(each => each.visibleAt <= clock.now() && each.line.at >= since && each.line.at <= (until ?? Infinity))
        .map(each => each.line)
        .filter(each => each.stream.startsWith(streamPrefix))
        .sort((a, b) => a.at - b.at)
      const from = Number(next ?? 0)
      return {
        lines: visible.slice(from, from + 2),
        serverTime: clock.now(),
        ...(from + 2 < visible.length ? { next: String(from + 2) } : {}),
      }
    },
  }
}
