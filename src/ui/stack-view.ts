import type { StackEvent } from '../ops/ports/cloudformation.js'
import { escapeControl } from './escape.js'

/** What a stack's resources are doing, from their events: the newest status of each, in the order of their first event. */
export interface StackView {
  add(event: StackEvent): void
  /** At most `rows` lines: what failed, then what is being worked on, then a count of what is done. */
  lines(rows: number): string[]
}

export function stackView(): StackView {
  const newest = new Map<string, StackEvent>()
  return {
    add: event => void newest.set(event.logicalId, event),
    lines(rows) {
      const all = [...newest.values()].filter(event => event.type !== 'AWS::CloudFormation::Stack')
      const failed = all.filter(event => event.status.endsWith('_FAILED'))
      const busy = all.filter(event => event.status.endsWith('_IN_PROGRESS'))
      const shown = [...failed, ...busy].slice(0, Math.max(1, rows - 1)).map(eventLine)
      const done = all.length - failed.length - busy.length
      const rest = failed.length + busy.length - shown.length
      return [...shown, `${done} resource${done === 1 ? '' : 's'} done${rest > 0 ? `, ${rest} more under way` : ''}`]
    },
  }
}

/** One event as one line: status in words, the resource, and the reason when it says more than the status. */
export function eventLine(event: StackEvent): string {
  const words = event.status.toLowerCase().replaceAll('_', ' ')
  const reason =
    event.reason && !/^(Resource creation Initiated|User Initiated)$/i.test(event.reason)
      ? `: ${escapeControl(event.reason)}`
      : ''
  return `${event.logicalId} ${words}${reason}`
}
