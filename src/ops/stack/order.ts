import { isUnanswered, type Sight } from '../lost-sight.js'
import type { Told } from '../ports/cloudformation.js'

/** Something that AWS is told to do, once. */
export interface Order {
  /** For the adapter that gives it. */
  told: Required<Told>
  /** What has become of it by an error: nothing as long as it wasn't given, or AWS has said no; what isn't known when AWS hasn't answered. */
  sight(error: unknown, words: { before: Sight; perhaps: Sight; after: Sight }): Sight
}

export function order(): Order {
  let state: 'not given' | 'given' | 'taken' = 'not given'
  return {
    told: { onOrder: () => void (state = 'given'), onBegun: () => void (state = 'taken') },
    sight(error, { before, perhaps, after }) {
      if (state === 'taken') return after
      return state === 'given' && isUnanswered(error) ? perhaps : before
    },
  }
}
