import type { ChangeSet } from '../ops/ports/cloudformation.js'
import type { Rollout } from '../ops/ports/progress.js'
import type { ErrorDocument } from './error-report.js'

/** One line of what `--json` says on stderr; see docs/events.md. */
export type Event =
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
  | ({ type: 'rollout' } & Rollout)
  | { type: 'plan'; stacks: ChangeSet[] }
  | { type: 'info'; text: string }
  | ({ type: 'error'; stack?: string } & ErrorDocument['error'])

interface About {
  /** Epoch ms. */
  at?: number
  /** What it's about, when several things are deployed at once. */
  of?: string | undefined
}

export function writeEvent({ type, ...rest }: Event, { at = Date.now(), of }: About = {}): void {
  const whole = { type, at: new Date(at).toISOString(), ...(of === undefined ? {} : { of }), ...rest }
  process.stderr.write(`${JSON.stringify(whole)}\n`)
}
