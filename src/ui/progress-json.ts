import type { Progress } from '../ops/ports/progress.js'
import { writeEvent, type Event } from './event.js'
import { plainTogether } from './progress-together.js'

/**
 * Progress for a script: NDJSON on stderr, since stdout is the result's. Notes are left out: they would only repeat.
 * @param of what the events are about, when several things are deployed at once
 */
export function jsonProgress(of?: string): Progress {
  const write = (event: Event, at?: number) => writeEvent(event, { of, ...(at === undefined ? {} : { at }) })
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
