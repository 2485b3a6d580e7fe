import type { Cause, Evidence, Recognise } from '../evidence.js'
import { authorityCauses } from './authority.js'
import { healthCauses } from './health.js'
import { imageCauses } from './image.js'
import { networkCauses } from './network.js'
import { placementCauses } from './placement.js'
import { secretCauses } from './secrets.js'
import { startCauses } from './start.js'
import { takenBackCauses } from './taken-back.js'

/**
 * From what comes before a container's start to what comes after it: who can't pull the image has no health to check. What ECS made of it all
 * comes last.
 */
const recognisers: Recognise[] = [
  ...imageCauses,
  ...secretCauses,
  ...networkCauses,
  ...authorityCauses,
  ...startCauses,
  ...healthCauses,
  ...placementCauses,
  ...takenBackCauses,
]

/** Why a rollout failed; undefined when the evidence doesn't tell. */
export function causeOf(evidence: Evidence): Cause | undefined {
  for (const recognise of recognisers) {
    const found = recognise(evidence)
    if (found) return found
  }
  return undefined
}
