import type { Request } from '../policy-evaluator.js'
import type { ParsedResource } from '../support.js'

/** A call that is made with a role, and the same one on something that belongs to another application. */
export interface Call extends Request {
  /** Absent for an action that takes no resource. */
  neighbour?: Omit<Request, 'action'>
}

/** Properties of a stack's resources of one type. */
export const ofType = (resources: Record<string, ParsedResource>, type: string) =>
  Object.values(resources)
    .filter(({ Type }) => Type === type)
    .map(({ Properties = {} }) => Properties)
