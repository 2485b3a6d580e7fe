import { afterAll, beforeAll, expect, jest } from '@jest/globals'
import { bootScript } from '../../src/templates/generated/boot-script.js'
import { startContainer, type Container } from './container.js'

/** By name, how it fails: `MODE`, `MODE COUNT`, `MODE until CLOCK`. */
export type Faults = Record<string, string>

export type Action =
  | {
      do: 'boot'
      member?: number
      /** A new instance, the same one after a power cut, or systemd's next attempt on it. */
      instance?: 'new' | 'reboot' | 'again'
      /** What became of the instance before, and whether AWS says that it still holds the volume. */
      previous?: { state: string; holds?: boolean }
      env?: Record<string, string>
      limits?: Record<string, string>
      /** The power goes before this event, from 1. */
      kill?: number
      faults?: Faults
      uptime?: number
    }
  | { do: 'pulse'; faults?: Faults }
  | { do: 'ask'; faults?: Faults }
  | { do: 'write'; member?: number; docs: Record<string, number> }
  | { do: 'checkpoint'; member?: number }
  | { do: 'snapshot'; member?: number; name: string }
  | { do: 'restore'; from: string; to: number }
  | { do: 'loseVolume'; member: number; volume?: string; from?: string }
  | { do: 'stop'; member: number }
  | { do: 'wait'; seconds: number }
  | { do: 'put'; file: string; text?: string }

export interface Boot {
  status: number | string
  log: string
  events: string[]
  calls: string[]
  signals: string[]
  /** What stands on the volume after it, and the marker. */
  notes: Record<string, string>
  initialised: string
  /** Files of the machine that hold a secret. */
  leaks: string[]
  metrics: string[]
  /** What mm's question prints, and what it complains of. */
  answer: string
  complaint: string
}

export interface Outcome {
  results: Boot[]
  /** The last boot's. */
  last: Boot
  volumes: Record<string, { holder: string; formats: number; notes: Record<string, string>; hosts: string[]; files: string[] }>
  /** Mongods that run, by the first part of their host's name. */
  nodes: Record<string, Member>
  markers: Record<string, string>
  arguments: string[]
}

export interface Member {
  state: string
  set: string
  keyfile: string
  retention?: string
  /** Absent when it's off. `bits`: the mode of the file with its key; `old`: it takes TLS 1.0 and 1.1, too. */
  tls?: { mode: string; certificate: string; authority: string; bits: string; anonymous: boolean; old: boolean }
  docs: Record<string, number>
  users: Record<string, { pwd: string; roles: unknown[] }>
}

export interface Play {
  (members: 1 | 3, actions: Action[], script?: string): Promise<Outcome>
  /** Goes on in several ways after the same actions; each begins with a new instance. */
  cases(members: 1 | 3, actions: Action[], cases: Action[][]): Promise<Outcome[]>
}

/** Plays scenarios in a container of the test file's own. */
export function scenarios(): Play {
  jest.setTimeout(60_000)
  let container: Container | undefined
  beforeAll(async () => {
    container = await startContainer()
  }, 120_000)
  afterAll(async () => {
    await container?.remove()
  }, 60_000)
  const run = async (members: 1 | 3, actions: Action[], script: string, cases: Action[][]) => {
    const printed = await container!.exec(['node', '/mm/world/run.mjs'], JSON.stringify({ members, actions, script, cases }))
    const outcomes = JSON.parse(printed) as Omit<Outcome, 'last'>[]
    return outcomes.map((outcome, i) => withLast(outcome, i === 0 ? actions : (cases[i - 1] ?? [])))
  }
  return Object.assign(
    async (members: 1 | 3, actions: Action[], script = bootScript) => (await run(members, actions, script, []))[0]!,
    {
      cases: async (members: 1 | 3, actions: Action[], cases: Action[][]) =>
        (await run(members, actions, bootScript, cases)).slice(1),
    },
  )
}

function withLast(outcome: Omit<Outcome, 'last'>, actions: Action[]): Outcome {
  const boots = outcome.results.filter((_, i) => actions[i]?.do === 'boot')
  return { ...outcome, last: boots.at(-1)! }
}

export const boot = (member = 0, more: object = {}): Action => ({ do: 'boot', member, ...more })
/** So many writes, one a second. */
export const writes = (count: number): Action[] =>
  Array.from({ length: count }, (_, i): Action => ({ do: 'write', docs: { [`d${i}`]: i } }))

export const users = {
  mmadmin: { pwd: 'password-of-admin', roles: ['root'] },
  app: { pwd: 'password-of-app', roles: [{ role: 'readWrite', db: 'shop' }] },
  mmmonitor: { pwd: 'password-of-monitor', roles: ['clusterMonitor'] },
}

/** Everything as it should be in member 0: primary with today's users, its volume formatted once, the generation noted. */
export const healthy = (generation: number, docs: Record<string, number> = {}, formats = 1) => ({
  last: expect.objectContaining({ status: 0, leaks: [] }) as object,
  nodes: expect.objectContaining({ 'db-0': expect.objectContaining({ state: 'PRIMARY', users, docs }) as object }) as object,
  markers: expect.objectContaining({ 'db/initialised': String(generation) }) as object,
  volumes: expect.objectContaining({
    [generation === 1 ? 'vol-0' : `vol-0g${generation}`]: expect.objectContaining({
      formats,
      notes: { '.mm-generation': String(generation), '.mm-version': '8.0.15' },
    }) as object,
  }) as object,
})
