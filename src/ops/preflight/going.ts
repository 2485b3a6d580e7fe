import { stuckError } from '../stack/propose-stack.js'
import { holderOf, workOf } from '../lock/lease.js'
import { locked } from '../lock/take.js'
import { workloadStackName } from '../names.js'
import { readiness } from '../stack/stack-status.js'
import type { Check, Finding } from './check.js'

/**
 * What would be waited for, or refused, once the image is built: it's said before. It's looked at anew then, under the lock; this one here keeps nobody off.
 */
export const going: Check = async ({ lockedBy }, { request, before, bucket }) => {
  const name = workloadStackName(request.app.name, request.environment.name, request.service.name)
  const found: Finding[] = []
  if (before && readiness(before.status) === 'stuck') found.push(thrown(stuckError(before)))
  if (before && readiness(before.status) === 'busy') {
    found.push({ kind: 'told', what: `${name} is in ${before.status}, which will be waited for` })
  }
  const holder = await lockedBy?.(name, bucket)
  if (holder && holder.wait > 0) {
    const { lock } = holder
    found.push({ kind: 'told', what: `${name} is locked by ${holderOf(lock)}, who will be waited for: ${workOf(lock)}` })
  } else if (holder) found.push(thrown(locked(holder.lock)))
  return found
}

const thrown = (error: ReturnType<typeof locked>): Finding => ({
  kind: 'wrong',
  what: error.message,
  ...(error.details.why === undefined ? {} : { why: error.details.why }),
  ...(error.details.fix === undefined ? {} : { fix: error.details.fix }),
  error,
})
