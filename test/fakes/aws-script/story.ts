import { readFileSync } from 'node:fs'
import { parseAction, type Action } from './actions.js'
import { mainService, type AwsState } from './world.js'

/** A deployment as it goes, and what mm must make of it: one text file. README.md describes the language. */
export interface Story {
  file: string
  /** The first comment: what goes wrong. */
  title: string
  /** Of the services before the command, by name; what isn't here was never deployed. */
  before: Map<string, { revision: number; tasks: number }>
  /** Lines of the manifest of `web`, each in the place of the one with the same key. */
  manifest: string[]
  /** Arguments of mm. */
  command: string[]
  /** Variables that mm gets besides. */
  variables: Record<string, string>
  /** How far the clock of mm's machine is ahead of AWS's, in milliseconds; negative when it's behind. */
  ahead: number
  /** Times count from mm's beginning: what goes on was begun by somebody else. */
  alreadyGoing?: boolean
  /** Before mm begins. */
  first: { service: string; apply: Action }[]
  /** From the moment at which the change set of the service's stack is executed; those of a service in order. */
  actions: { at: number; round: number; service: string; apply: Action; line: number }[]
  /** How often the story has something happen: each time that the same stack is deployed another time, in turn. */
  rounds: number
  expected: Expected
}

export interface Expected {
  exit?: number
  error?: string
  /** Virtual milliseconds since mm began, at most. */
  by?: number
  /** On stderr, in this order. */
  says: string[]
  /** On stdout, in this order. */
  prints: string[]
  /** Nowhere on stderr. */
  silent: string[]
  calls: string[]
  /** What mm leaves behind although it has ended. */
  leaves: string[]
  notCalled: string[]
}

export function readStory(file: string): Story {
  return parseStory(readFileSync(file, 'utf8'), file)
}

/** Throws with file and line for what it doesn't understand, and for times that go back. */
export function parseStory(text: string, file: string): Story {
  const story: Story = {
    file,
    title: '',
    before: new Map(),
    manifest: [],
    command: [],
    variables: {},
    ahead: 0,
    first: [],
    actions: [],
    rounds: 1,
    expected: { says: [], prints: [], silent: [], calls: [], notCalled: [], leaves: [] },
  }
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim()
    if (line.startsWith('#')) story.title ||= line.replace(/^#\s*/, '')
    else if (line !== '') understand(story, line, index + 1)
  }
  if (story.command.length === 0) throw new Error(`${file}: no command: a line such as "$ mm svc deploy web --yes"`)
  if (story.expected.exit === undefined) throw new Error(`${file}: no "exit" line: a story must say how it ends`)
  return story
}

type Rule = [RegExp, (story: Story, match: string[], line: number) => void]

const rules: Rule[] = [
  [
    /^given (?:(\w+) at )?revision (\d+) with (\d+) tasks?$/,
    (story, [, service = mainService, revision, tasks]) =>
      void story.before.set(service, { revision: Number(revision), tasks: Number(tasks) }),
  ],
  [
    /^the machine's clock is ((?:\d+h)?(?:\d+m)?) (ahead|behind)$/,
    (story, [, time = '', where]) => {
      const [, hours = '0', minutes = '0'] = /^(?:(\d+)h)?(?:(\d+)m)?$/.exec(time) ?? []
      story.ahead = (Number(hours) * 60 + Number(minutes)) * 60_000 * (where === 'ahead' ? 1 : -1)
    },
  ],
  [/^the next time$/, story => void story.rounds++],
  [/^from the beginning$/, story => (story.alreadyGoing = true)],
  [/^given the manifest says "(.+)"$/, (story, [, line = '']) => story.manifest.push(line)],
  [
    /^\$ ((?:\w+=\S+ )+)?mm (.+)$/,
    (story, [, variables = '', args = '']) => {
      story.command = args.split(/\s+/)
      for (const [, name = '', value = ''] of variables.matchAll(/(\w+)=(\S+)/g)) story.variables[name] = value
    },
  ],
  [/^((?:\d+m)?(?:\d+s)?)\s+(.+)$/, timed],
  [
    /^first (?:(\d+)m ago )?(.+)$/,
    (story, [, minutes = '0', text = ''], line) => {
      const { service, apply } = happening(story, text, line)
      const ago = Number(minutes) * 60_000
      story.first.push({ service, apply: (aws, it) => apply(ago === 0 ? aws : earlier(aws, ago), it) })
    },
  ],
  [/^exit (\d+)$/, ({ expected }, [, code]) => (expected.exit = Number(code))],
  [/^ends by (\d+)s$/, ({ expected }, [, seconds]) => (expected.by = Number(seconds) * 1000)],
  [/^error (\w+)$/, ({ expected }, [, code = '']) => (expected.error = code)],
  [/^leaves (.+)$/, ({ expected }, [, what = '']) => expected.leaves.push(what)],
  [/^says "(.*)"$/, ({ expected }, [, text = '']) => expected.says.push(text)],
  [/^prints "(.*)"$/, ({ expected }, [, text = '']) => expected.prints.push(text)],
  [/^doesn't say "(.*)"$/, ({ expected }, [, text = '']) => expected.silent.push(text)],
  [/^calls (\w+)$/, ({ expected }, [, action = '']) => expected.calls.push(action)],
  [/^doesn't call (\w+)$/, ({ expected }, [, action = '']) => expected.notCalled.push(action)],
]

function understand(story: Story, text: string, line: number): void {
  for (const [pattern, apply] of rules) {
    const match = pattern.exec(text)
    if (match && match[1] !== '') return apply(story, [...match], line)
  }
  throw new Error(`${story.file}:${line}: "${text}" isn't understood`)
}

/** `api: :7 begins` is about the service `api`; without a name it's about the main one. */
function happening(story: Story, text: string, line: number): { service: string; apply: Action } {
  const [, service = mainService, what = ''] = /^(?:([a-z]\w*): )?(.+)$/.exec(text) ?? []
  const apply = parseAction(what)
  if (!apply) throw new Error(`${story.file}:${line}: "${text}" is nothing that can happen`)
  return { service, apply }
}

/** The same AWS, whose clock is back at that time. */
const earlier = (aws: AwsState, ms: number): AwsState =>
  Object.create(aws, { clock: { value: { ...aws.clock, now: () => aws.clock.now() - ms } } }) as AwsState

function timed(story: Story, [, time = '', text = '']: string[], line: number): void {
  const [, minutes = '0', seconds = '0'] = /^(?:(\d+)m)?(?:(\d+)s)?$/.exec(time) ?? []
  const at = (Number(minutes) * 60 + Number(seconds)) * 1000
  const happens = happening(story, text, line)
  const round = story.rounds
  const last = story.actions.findLast(each => each.service === happens.service && each.round === round)?.at ?? 0
  if (at < last) throw new Error(`${story.file}:${line}: ${time} is before the line above it`)
  story.actions.push({ at, round, line, ...happens })
}
