import type { ShownResource, ShownStack } from '../ops/overview/show-stack.js'
import { escapeControl } from './escape.js'
import { table } from './table.js'
import { out } from './theme.js'

/** The human view of what is deployed; it's the result, so it goes to stdout. */
export function shownText(shown: ShownStack): string {
  const { name, kind, stack, status, statusReason, createdAt, updatedAt, console, outputs, chosen, tags, resources } = shown
  return [
    `${out.bold(name)}  ${kind}, stack ${stack}`,
    table(
      [
        ['status', `${status}${statusReason === undefined ? '' : ` (${escapeControl(statusReason)})`}`],
        ['created', createdAt],
        ...(updatedAt === undefined ? [] : [['updated', updatedAt]]),
        ...(console === undefined ? [] : [['console', console]]),
      ],
      { indent: 2 },
    ),
    ...section('outputs', outputs),
    ...section('chosen at a deployment', chosen),
    ...section('tags', tags),
    ...(resources ? ['', out.dim('resources'), table(resources.map(resourceRow), { indent: 2 })] : []),
  ].join('\n')
}

function section(title: string, values: Record<string, string>): string[] {
  const rows = Object.entries(values).map(([key, value]) => [key, escapeControl(value)])
  return rows.length === 0 ? [] : ['', out.dim(title), table(rows, { indent: 2 })]
}

const resourceRow = ({ logicalId, type, physicalId = '', status, console = '' }: ShownResource) => [
  logicalId,
  out.dim(type.replace('AWS::', '')),
  status,
  physicalId,
  out.dim(console),
]
