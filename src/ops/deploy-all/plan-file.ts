import { MmError, usageError } from '../../errors.js'
import { hasChanges } from '../stack/planned.js'
import type { ChangeSet, ResourceChange } from '../ports/cloudformation.js'

interface ApprovedStack {
  stackName: string
  /** See ChangeSet. */
  fingerprint?: string
  changes: (Pick<ResourceChange, 'action' | 'logicalId' | 'type' | 'restart'> & {
    /** Properties in which it takes back what was changed outside; of a resource that was deleted none. */
    takesBack?: string[]
  })[]
  /** ARN of the task definition that is deployed again. */
  redeploy?: string
}

/** What was approved, as a file that a later deployment is held to. */
export interface PlanFile {
  /** Version of the format. */
  plan: 1
  /** What was changed outside of CloudFormation is taken back. */
  revertDrift?: true
  stacks: ApprovedStack[]
}

export function planFile(sets: ChangeSet[], { revertDrift = false } = {}): PlanFile {
  const approved = ({ stackName, fingerprint, changes, redeploy }: ChangeSet): ApprovedStack => ({
    stackName,
    ...(fingerprint === undefined ? {} : { fingerprint }),
    changes: changes.map(({ action, logicalId, type, restart, outside }) => ({
      ...{ action, logicalId, type },
      ...(restart === undefined ? {} : { restart }),
      ...(outside ? { takesBack: outside.differences.map(({ path }) => path) } : {}),
    })),
    ...(redeploy ? { redeploy: redeploy.taskDefinition } : {}),
  })
  return { plan: 1, ...(revertDrift ? { revertDrift } : {}), stacks: sets.filter(hasChanges).map(approved) }
}

/** Throws BadPlan (exit 2) when the text isn't what planFile makes. */
export function readPlanFile(text: string, file: string): PlanFile {
  const parsed = json(text) as Partial<PlanFile> | undefined
  const whole =
    parsed?.plan === 1 &&
    Array.isArray(parsed.stacks) &&
    parsed.stacks.every(each => typeof each?.stackName === 'string' && Array.isArray(each.changes))
  if (whole) return parsed as PlanFile
  throw usageError('BadPlan', `${file} isn't a plan that this mm can read`, {
    state: 'nothing was changed',
    fix: [`mm plan --plan-out ${file}`],
  })
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * Throws PlanExceeded when the change sets do more than was approved. An update that was worked out when the plan was made must be the very same;
 * what could only be foreseen may make what was foreseen.
 */
export function refuseExceeding({ stacks }: PlanFile, sets: ChangeSet[]): void {
  const more = sets.filter(hasChanges).flatMap(set => {
    const approved = stacks.find(({ stackName }) => stackName === set.stackName)
    if (!approved) return [`${set.stackName} isn't in the plan`]
    const known = new Set(approved.changes.map(key))
    const beyond = set.changes.filter(each => !known.has(key(each)))
    if (beyond.length > 0) return beyond.map(({ action, logicalId }) => `${set.stackName}: ${action} ${logicalId}`)
    const unknown = set.changes.flatMap(each => takenBackBeyond(each, approved))
    if (unknown.length > 0) return unknown.map(what => `${set.stackName}: take back ${what}`)
    if (set.redeploy && set.redeploy.taskDefinition !== approved.redeploy)
      return [`${set.stackName}: deploy ${set.redeploy.taskDefinition} again`]
    const both = approved.fingerprint !== undefined && set.fingerprint !== undefined
    return both && approved.fingerprint !== set.fingerprint
      ? [`${set.stackName} would get other values than those of the plan`]
      : []
  })
  if (more.length === 0) return
  throw new MmError('PlanExceeded', 'the deployment would do more than the plan says', {
    why: more.join('\n'),
    state: 'nothing that was not approved was changed',
    fix: ['mm plan --plan-out <file>   for a new one'],
  })
}

/**
 * What it takes back of what was changed outside and the plan doesn't: since when the plan was made something else may have been changed. What a property was changed to doesn't
 * matter, since it becomes the same.
 */
function takenBackBeyond({ logicalId, outside }: ResourceChange, { changes }: ApprovedStack): string[] {
  if (!outside) return []
  const takesBack = changes.find(each => each.logicalId === logicalId)?.takesBack
  if (!takesBack) return [logicalId]
  return outside.differences.filter(({ path }) => !takesBack.includes(path)).map(({ path }) => `${path} of ${logicalId}`)
}

const key = ({ action, logicalId, restart }: ApprovedStack['changes'][number]) =>
  `${restart === undefined ? action : 'restart'} ${logicalId}`
