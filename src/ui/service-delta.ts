import type { Commits } from '../ops/ports/repository.js'
import type { ServiceDelta, Turn, VariableChange } from '../ops/ports/service-delta.js'
import { cut } from './cut.js'
import { escapeControl } from './escape.js'
import { table } from './table.js'
import type { err } from './theme.js'

type Theme = typeof err

/** What changes of a service that runs: `image  1f3c9aa → 8d2e01b`, and so on, a line each. */
export function serviceDeltaText(delta: ServiceDelta, theme: Theme): string {
  const { image, cpu, memory, count, variables } = delta
  const turns: [string, Turn | undefined, string][] = [
    ['image', image, ''],
    ['cpu', cpu, ''],
    ['memory', memory, ' MiB'],
    ['tasks', count, ''],
  ]
  const rows = [
    ...turns.flatMap(([label, turn, unit]) => {
      if (!turn) return []
      const line = [label, `${escapeControl(turn.from)} → ${escapeControl(turn.to)}${unit}`]
      return label === 'image' ? [line, ...commitLines(delta, theme).map(text => ['', text])] : [line]
    }),
    ...variables.map((each, i) => [i === 0 ? 'variables' : '', variableText(each, theme)]),
  ]
  return table(
    rows.map(([label = '', text = '']) => [theme.dim(label), text]),
    { indent: 2 },
  )
}

/** The commits that come, and those that go. */
function commitLines({ history, back, sameContentAs }: ServiceDelta, theme: Theme): string[] {
  const same = sameContentAs === undefined ? [] : [theme.dim(`the same content as ${escapeControl(sameContentAs)}`)]
  if (history === undefined) return same
  if ('unknown' in history) return [...same, theme.dim(escapeControl(history.unknown))]
  const { ahead, behind } = history
  if (ahead.count + behind.count === 0) return [...same, theme.dim('no commit between them touches its files')]
  const lost = back
    ? `takes back ${counted(behind)}:`
    : `the running revision has ${counted(behind)} that this checkout doesn't have:`
  return [
    ...same,
    ...(ahead.count > 0 ? [`${counted(ahead)}:`, ...subjects(ahead, theme)] : []),
    ...(behind.count > 0 ? [theme.yellow(lost), ...subjects(behind, theme)] : []),
  ]
}

const counted = ({ count }: Commits) => `${count} ${count === 1 ? 'commit' : 'commits'}`

function subjects({ count, newest }: Commits, theme: Theme): string[] {
  const more = count - newest.length
  return [
    ...newest.map(({ commit, subject }) => `${theme.dim(escapeControl(commit))} ${cut(escapeControl(subject), longestSubject)}`),
    ...(more > 0 ? [theme.dim(`and ${more} more`)] : []),
  ]
}

/** So that a line fits into 80 columns. */
const longestSubject = 53

function variableText(change: VariableChange, theme: Theme): string {
  const name = escapeControl(change.name)
  const dim = (text: string) => theme.dim(` ${text}`)
  switch (change.kind) {
    case 'added':
      return theme.green(`+ ${name}`) + dim(change.secret ? '(secret)' : shown(change.to))
    case 'removed':
      return theme.red(`- ${name}`) + (change.secret ? dim('(secret)') : '')
    case 'changed':
      return theme.yellow(`~ ${name}`) + dim(changedText(change))
  }
}

function changedText({ secret, turned, from, to }: VariableChange): string {
  if (turned) return secret ? 'becomes a secret' : 'is no secret any more'
  if (secret) return '(another secret)'
  return from === undefined || to === undefined ? hidden : `${shown(from)} → ${shown(to)}`
}

const hidden = '(value not shown)'
const longest = 32

function shown(value: string | undefined): string {
  if (value === undefined) return hidden
  const text = escapeControl(value)
  return text === '' ? '(empty)' : cut(text, longest)
}
