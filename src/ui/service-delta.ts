import type { ServiceDelta, Turn, VariableChange } from '../ops/ports/service-delta.js'
import { escapeControl } from './escape.js'
import { table } from './table.js'
import type { err } from './theme.js'

/** What changes of a service that runs: `image  1f3c9aa → 8d2e01b`, and so on, a line each. */
export function serviceDeltaText({ image, cpu, memory, count, variables }: ServiceDelta, theme: typeof err): string {
  const turns: [string, Turn | undefined, string][] = [
    ['image', image, ''],
    ['cpu', cpu, ''],
    ['memory', memory, ' MiB'],
    ['tasks', count, ''],
  ]
  const rows = [
    ...turns.flatMap(([label, turn, unit]) =>
      turn ? [[label, `${escapeControl(turn.from)} → ${escapeControl(turn.to)}${unit}`]] : [],
    ),
    ...variables.map((each, i) => [i === 0 ? 'variables' : '', variableText(each, theme)]),
  ]
  return table(
    rows.map(([label = '', text = '']) => [theme.dim(label), text]),
    { indent: 2 },
  )
}

function variableText(change: VariableChange, theme: typeof err): string {
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
  return text === '' ? '(empty)' : text.length > longest ? `${text.slice(0, longest - 1)}…` : text
}
