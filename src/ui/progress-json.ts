import type { Progress } from '../ops/ports/progress.js'
import { plainTogether } from './progress-together.js'

/** One line of what `--json` says while something is deployed; see docs/events.md. */
type Event =
  | { type: 'step'; step: string; state: 'begins' }
  | { type: 'step'; step: string; state: 'done' | 'failed'; seconds: number }
  | { type: 'output'; step: string; text: string }
  | {
      type: 'resource'
      stack: string
      resource: string
      resourceType: string
      status: string
      reason?: string
      physicalId?: string
    }
  | ({ type: 'rollout' } & Parameters<Progress['rollout']>[0])
  | { type: 'info'; text: string }

/**
 * Progress for a script: NDJSON on stderr, since stdout is the result's. Notes are left out: they would only repeat.
 * @param of what the events are about, when several things are deployed at once
 */
export function jsonProgress(of?: string): Progress {
  const write = ({ type, ...rest }: Event, at = Date.now()) => {
    const whole = { type, at: new Date(at).toISOString(), ...(of === undefined ? {} : { of }), ...rest }
    process.stderr.write(`${JSON.stringify(whole)}\n`)
  }
  return {
    async step(step, run) {
      const start = Date.now()
      const end = (state: 'done' | 'failed') => write({ type: 'step', step, state, seconds: (Date.now() - start) / 1000 })
      write({ type: 'step', step, state: 'begins' })
      try {
        const value = await run({ note: () => {}, line: text => write({ type: 'output', step, text }) })
        end('done')
        return value
      } catch (error) {
        end('failed')
        throw error
      }
    },
    together: plainTogether(jsonProgress),
    event({ at, stackName, logicalId, type, status, reason, physicalId }) {
      const more = { ...(reason === undefined ? {} : { reason }), ...(physicalId === undefined ? {} : { physicalId }) }
      write({ type: 'resource', stack: stackName, resource: logicalId, resourceType: type, status, ...more }, at)
    },
    rollout: rollout => void write({ type: 'rollout', ...rollout }),
    info: text => void write({ type: 'info', text }),
  }
}
