import type { StackOutcome } from '../stack/outcome.js'
import type { Approve, Planned } from '../stack/planned.js'
import type { World } from '../ports/world.js'
import type { ChangeSet } from '../ports/cloudformation.js'
import type { Took } from '../stack/last-times.js'
import type { Relay } from './relay.js'

/** What a deployment of one part came to. */
export interface PartResult extends StackOutcome {
  /** Where it answers. */
  url?: string
  /** What a person must know besides. */
  notes?: string[]
  /** Absent when nothing was to be done. */
  took?: Took
}

/** An environment, a database or a service: what is deployed as one. */
export interface Part {
  name: string
  kind: 'environment' | 'database' | 'service'
  environment: string
  /** Of the stack that others take values from. */
  stack: string
  /** All that its deployment may change. */
  stacks: string[]
  /** Those of them that are in CloudFront's region. */
  cdnStacks: string[]
  /** Those that must be there before. */
  needs: Part[]
  /** The environments that share a stack with it and come before it. */
  after: Part[]
  /** Whether it can be worked out although it was never deployed: what it needs is there. */
  ready(world: World): Promise<boolean>
  plan(world: World, approve: Approve): Promise<Planned<PartResult>>
  /** What its first deployment makes, by its template alone. */
  foresee(): Promise<ChangeSet[]>
}

/** It's over with a part: others may work on its stacks. */
export async function letGo({ letGo }: Pick<World, 'letGo'>, { stacks }: Part): Promise<void> {
  for (const stack of stacks) await letGo?.(stack)
}

/** A part with what was shown of it. */
export interface PlannedPart {
  part: Part
  /** Absent when it can be worked out only after another one is deployed. */
  planned?: Planned<PartResult>
  /** Where its deployment is shown. */
  screen: Relay
  /** What the plan says of it. */
  shown: ChangeSet[]
  /** Neither it nor anything by which it could change will be changed. */
  still: boolean
}
