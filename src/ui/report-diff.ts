import type { Diff, StackDiff } from '../ops/preview/diff-stack.js'
import { changeText } from './changes.js'
import { costFooter } from './cost.js'
import { driftBlocks } from './drift-text.js'
import { escapeControl } from './escape.js'
import { note } from './note.js'
import { out } from './theme.js'

/** The human view of a diff on stdout; remarks on stderr. */
export function reportDiff(diff: Diff): void {
  for (const { stack, notes } of diff.stacks) for (const each of notes) note(`${stack}: ${each}`)
  process.stdout.write(`${diffText(diff)}\n`)
}

export const diffText = ({ stacks }: Diff): string => {
  const footer = costFooter(
    stacks.map(({ stack: stackName, ...rest }) => ({ ...rest, stackName })).filter(({ diff }) => diff !== ''),
    out,
  )
  return [...stacks.map(stackText), ...footer].join('\n\n')
}

function stackText({ stack, drift, ...shown }: StackDiff): string {
  const { kind, diff, changes, redeploy } = shown
  const outside = driftBlocks(drift ? { drift } : {}, out)
  if (diff === '' && changes.length === 0 && !redeploy) return [`${out.bold(stack)}  as deployed`, ...outside].join('\n\n')
  const lines = diff.trimEnd().split('\n').map(coloured)
  const plan = changeText({ ...shown, stackName: stack }, out)
  return [
    `${out.bold(stack)}  ${kind === 'create' ? 'not deployed yet: all of it is new' : 'differs from what is deployed'}`,
    ...(diff === '' ? [] : ['', ...lines]),
    ...(plan === undefined ? [] : ['', plan]),
    ...outside.flatMap(block => ['', block]),
  ].join('\n')
}

function coloured(line: string): string {
  const text = escapeControl(line)
  if (/^(---|\+\+\+) /.test(line)) return out.bold(text)
  if (line.startsWith('@@')) return out.cyan(text)
  if (line.startsWith('+')) return out.green(text)
  return line.startsWith('-') ? out.red(text) : text
}
