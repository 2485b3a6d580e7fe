import type { StackEvent } from '../ops/ports/cloudformation.js'
import type { Rollout, UsualTimes } from '../ops/ports/progress.js'
import { escapeControl } from './escape.js'
import { rolloutLines } from './rollout-lines.js'
import { duration } from './table.js'

/** What a stack's resources are doing, from their events: the newest status of each, in the order of their first event. */
export interface StackView {
  add(event: StackEvent): void
  rollout(rollout: Rollout): void
  usual(times: UsualTimes): void
  /** At most `rows` lines: what failed, then what is being worked on and for how long, then a count of what is done. None before there's anything to tell. */
  lines(rows: number, now: number): string[]
}

export function stackView(): StackView {
  const newest = new Map<string, StackEvent>()
  const since = new Map<string, number>()
  let rollout: Rollout | undefined
  let usual: UsualTimes = new Map()

  function busyLines(event: StackEvent, now: number): string[] {
    const elapsed = now - (since.get(event.logicalId) ?? now)
    const expected = usual.get(`${event.logicalId} ${event.status.split('_')[0]}`)
    const line = `${eventLine(event)}  ${wholeSeconds(elapsed)}${usually(expected)}`
    const inside = event.type === 'AWS::ECS::Service' && rollout ? rolloutLines(rollout) : []
    return [line, ...inside.map(each => `  ${each}`)]
  }

  return {
    add(event) {
      // A new resource is "in progress" twice, and it's the first that counts.
      if (newest.get(event.logicalId)?.status !== event.status) since.set(event.logicalId, event.at)
      newest.set(event.logicalId, event)
    },
    rollout: now => void (rollout = now),
    usual: times => void (usual = times),
    lines(rows, now) {
      const all = [...newest.values()].filter(event => event.type !== 'AWS::CloudFormation::Stack')
      if (newest.size === 0) return []
      const failed = all.filter(event => event.status.endsWith('_FAILED'))
      // The service takes longest, and is what everybody waits for.
      const busy = all
        .filter(event => event.status.endsWith('_IN_PROGRESS'))
        .sort((a, b) => Number(b.type === 'AWS::ECS::Service') - Number(a.type === 'AWS::ECS::Service'))
      const blocks = [...failed.map(event => [eventLine(event)]), ...busy.map(event => busyLines(event, now))]
      const shown: string[][] = []
      for (const block of blocks) {
        if (shown.length > 0 && shown.flat().length + block.length >= rows) break
        shown.push(block.slice(0, rows - 1))
      }
      const done = all.length - blocks.length
      const rest = blocks.length - shown.length
      const of = [...newest.values()].find(event => event.type === 'AWS::CloudFormation::Stack')
      const stack = of && usual.get(`${of.logicalId} ${of.status.split('_')[0]}`)
      const count = `${done} resource${done === 1 ? '' : 's'} done${rest > 0 ? `, ${rest} more under way` : ''}`
      return [...shown.flat(), `${count}${stack === undefined ? '' : `; the stack${usually(stack).slice(1)}`}`]
    },
  }
}

/** A clock here that is behind AWS's mustn't count backwards. */
const wholeSeconds = (ms: number) => (ms < 10_000 ? `${Math.max(0, Math.floor(ms / 1000))} s` : duration(ms))

const usually = (ms: number | undefined) => (ms === undefined ? '' : `, usually ${wholeSeconds(ms)}`)

/** One event as one line: status in words, the resource, and the reason when it says more than the status. */
export function eventLine(event: StackEvent): string {
  const words = event.status.toLowerCase().replaceAll('_', ' ')
  const reason =
    event.reason && !/^(Resource creation Initiated|User Initiated)$/i.test(event.reason)
      ? `: ${escapeControl(event.reason)}`
      : ''
  return `${event.logicalId} ${words}${reason}`
}
