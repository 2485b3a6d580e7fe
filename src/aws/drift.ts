import type { PropertyDifference, StackResourceDrift } from '@aws-sdk/client-cloudformation'
import type { MmError } from '../errors.js'
import type { Difference, DriftCheck, FoundDrift } from '../ops/ports/drift.js'
import type { Asking } from './change-sets.js'
import { asked, translate } from './errors.js'
import { pause } from './pause.js'

/** A check of a large stack takes minutes: it's asked about less and less often, down to once in so many of the context's intervals. */
const slowest = 5

/**
 * Begins a check and waits for its end; see Stacks. A stack has one check at a time: a second is refused until the first is over.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DetectStackDrift.html
 */
export async function checkDrift(asking: Asking, stack: string, enough: AbortSignal): Promise<DriftCheck | undefined> {
  const { context } = asking
  const signal = AbortSignal.any([context.signal, enough])
  const pauses = slower({ ...asking, context: { ...context, signal } })
  try {
    return await result(pauses, await begin(pauses, stack))
  } catch (error) {
    if (signal.aborted && !context.signal.aborted) return undefined
    throw error
  }
}

/** Asking until its signal is aborted, with a pause between two questions that grows. */
type Patient = Asking & { pause: () => Promise<void> }

function slower(asking: Asking): Patient {
  const { context } = asking
  let wait = context.pollMs
  return {
    ...asking,
    async pause() {
      await pause(context, wait)
      wait = Math.min(wait * 1.25, context.pollMs * slowest)
    },
  }
}

/** The check's id. */
async function begin({ client, context, pause }: Patient, StackName: string): Promise<string> {
  for (;;) {
    try {
      const { StackDriftDetectionId } = await client.detectStackDrift({ StackName }, { abortSignal: context.signal })
      return StackDriftDetectionId ?? ''
    } catch (error) {
      if (!/already in progress/.test((error as Error).message)) throw translate(error, 'cloudformation:DetectStackDrift')
    }
    await pause()
  }
}

async function result({ client, context, pause }: Patient, StackDriftDetectionId: string): Promise<DriftCheck> {
  for (;;) {
    const detection = await asked(
      'cloudformation:DescribeStackDriftDetectionStatus',
      client.describeStackDriftDetectionStatus({ StackDriftDetectionId }, { abortSignal: context.signal }),
    ).catch((error: MmError) => {
      // The next question may be answered.
      if (error.code !== 'Throttled') throw error
    })
    if (detection && detection.DetectionStatus !== 'DETECTION_IN_PROGRESS') {
      const { DetectionStatus, StackDriftStatus: status = 'UNKNOWN', DetectionStatusReason, Timestamp } = detection
      const failed = DetectionStatus === 'DETECTION_FAILED' ? { failed: DetectionStatusReason ?? DetectionStatus } : {}
      return { status, checkedAt: Timestamp?.getTime() ?? 0, ...failed }
    }
    await pause()
  }
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackResourceDrifts.html */
export async function drifts({ client, context }: Asking, StackName: string): Promise<FoundDrift[]> {
  const found: StackResourceDrift[] = []
  let NextToken: string | undefined
  do {
    const page = await asked(
      'cloudformation:DescribeStackResourceDrifts',
      client.describeStackResourceDrifts(
        {
          StackName,
          StackResourceDriftStatusFilters: ['MODIFIED', 'DELETED', 'UNKNOWN'],
          ...(NextToken === undefined ? {} : { NextToken }),
        },
        { abortSignal: context.signal },
      ),
    )
    found.push(...(page.StackResourceDrifts ?? []))
    NextToken = page.NextToken
  } while (NextToken !== undefined)
  return found.map(foundDrift)
}

function foundDrift(drift: StackResourceDrift): FoundDrift {
  const { StackResourceDriftStatus: status } = drift
  return {
    logicalId: drift.LogicalResourceId ?? '',
    ...(drift.PhysicalResourceId ? { physicalId: drift.PhysicalResourceId } : {}),
    type: drift.ResourceType ?? '',
    status: status === 'MODIFIED' || status === 'DELETED' ? status : 'UNKNOWN',
    differences: (drift.PropertyDifferences ?? []).map(difference),
  }
}

/** The side that has nothing is told as `null`. */
function difference({ PropertyPath = '', ExpectedValue, ActualValue, DifferenceType }: PropertyDifference): Difference {
  return {
    path: pathOf(PropertyPath),
    ...(ExpectedValue === undefined || DifferenceType === 'ADD' ? {} : { expected: ExpectedValue }),
    ...(ActualValue === undefined || DifferenceType === 'REMOVE' ? {} : { actual: ActualValue }),
  }
}

/** Without the slash in front, and in a change set without `/Properties`. */
export const pathOf = (pointer: string): string => pointer.replace(/^\/(Properties\/)?/, '')
