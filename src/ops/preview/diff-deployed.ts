import { diffStacks, type Diff } from './diff-stack.js'
import { checkingDrift } from '../drift/checks.js'
import type { World } from '../ports/world.js'
import type { Preview } from './preview.js'

interface Comparing {
  /** Names of the stacks that are compared. */
  stacks: string[]
  /** Those of them that are in CloudFront's region. */
  cdnStacks?: string[]
  /** CloudFormation looks meanwhile for what was changed outside. */
  checkDrift: boolean
}

/** Compares what is deployed with what a deployment would send. */
export async function diffDeployed<W extends Pick<World, 'stacks' | 'cdnStacks' | 'progress' | 'clock'>>(
  world: W,
  { stacks, cdnStacks = [], checkDrift }: Comparing,
  previews: (world: W) => Promise<Preview[]>,
): Promise<Diff> {
  if (!checkDrift) return diffStacks(world, await previews(world))
  return checkingDrift([{ world, stacks, cdnStacks }], async checks => diffStacks(world, await previews(world), checks))
}
