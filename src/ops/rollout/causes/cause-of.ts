import type { Cause, Evidence, Recognise } from '../evidence.js'
import { authorityCauses } from './authority.js'
import { generalHealthCauses, healthCauses } from './health.js'
import { imageCauses } from './image.js'
import { networkCauses } from './network.js'
import { notStartedCauses, roleCauses } from './not-started.js'
import { placementCauses } from './placement.js'
import { secretCauses } from './secrets.js'
import { startCauses } from './start.js'
import { alarm, stopped, takenBackCauses, tookBackItself } from './taken-back.js'

/** From what comes before a container's start to what comes after it: who can't pull the image has no health to check. */
const ofTasks: Recognise[] = [
  ...imageCauses,
  ...secretCauses,
  ...networkCauses,
  ...authorityCauses,
  ...roleCauses,
  ...startCauses,
  ...healthCauses,
]

/** Who stops a deployment by hand may do so because it finds no place. */
const ofDeployment: Recognise[] = [alarm, ...placementCauses, stopped]

/** What only repeats AWS's words, and last what ECS made of it all. */
const general: Recognise[] = [...generalHealthCauses, ...notStartedCauses, ...takenBackCauses]

/** Why a rollout failed; undefined when the evidence doesn't tell. */
export function causeOf(evidence: Evidence): Cause | undefined {
  const known = tookBackItself(evidence) ? [...ofDeployment, ...ofTasks] : [...ofTasks, ...ofDeployment]
  for (const recognise of [...known, ...general]) {
    const found = recognise(evidence)
    if (found) return found
  }
  return undefined
}
