import type { MmError } from '../../errors.js'
import { shiftsTraffic } from '../../templates/service/traffic.js'
import type { Stack } from '../ports/cloudformation.js'
import type { Premises } from '../ports/premises.js'
import type { World } from '../ports/world.js'
import type { ServiceRequest } from '../service/service-proposal.js'
import { readiness } from '../stack/stack-status.js'

/** Something that a check has found. */
export interface Finding {
  /**
   * `wrong`: the deployment can't succeed. `wrong for new tasks`: not if it starts any, which isn't known before the change set. `doubtful`: it may well
   * succeed. `told`: nothing is wrong.
   */
  kind: 'wrong' | 'wrong for new tasks' | 'doubtful' | 'told'
  what: string
  why?: string
  /** Commands to run or text to write. */
  fix?: string[]
  /** What is thrown when nothing else is wrong. */
  error?: MmError
}

/** The deployment that is looked at before it begins. */
export interface Intended {
  request: Omit<ServiceRequest, 'backends'>
  /** The stacks as they are now. */
  environment: Stack
  database?: Stack | undefined
  /** The service's own. */
  before?: Stack | undefined
  /** The artifact bucket, in which the locks are. */
  bucket?: string | undefined
  /** What is to run; undefined: it's built from the repository. */
  image?: string | undefined
  /** Of the image, in ECR. */
  repositoryName?: string | undefined
}

export type CheckWorld = Pick<World, 'lockedBy'> & { premises: Premises }

export type Check = (world: CheckWorld, intended: Intended) => Promise<Finding[]>

/** Whether no task of the service runs yet. */
export const isFirst = ({ before }: Pick<Intended, 'before'>): boolean =>
  before?.outputs['ServiceName'] === undefined || readiness(before.status) === 'remains'

/**
 * How many tasks there must be room for besides those that run, if new ones start: all of them at first and when traffic is shifted, since the old ones stay;
 * in a rolling update one, since ECS goes on task by task; none when the old ones stop first.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-types.html
 */
export function additionalTasks(intended: Intended): number {
  const { service } = intended.request
  if (isFirst(intended) || shiftsTraffic(service)) return service.count
  const { deployment } = service
  return deployment.strategy === 'rolling' && deployment.recreate ? 0 : Math.min(1, service.count)
}
