import type { StackEvent as CfnEvent } from '@aws-sdk/client-cloudformation'
import type { StackEvent } from '../ops/ports/cloudformation.js'
import type { CloudFormation } from './clients/cloudformation.js'
import type { AwsContext } from './context.js'
import { translate } from './errors.js'
import { pause } from './pause.js'

interface Watched {
  client: CloudFormation
  context: AwsContext
  /** The stack's ARN: it's valid after the deletion too. */
  stack: string
}

export interface StackEvents {
  /** Leaves out what the stack has lived through up to now: for an operation that is about to begin. */
  skipPast(): Promise<void>
  /** Those of the newest operation, or all, as they are now; oldest first. */
  now(all: boolean): Promise<StackEvent[]>
  /** Each event of the newest operation once, oldest first; ends when the stack's status is final, or when the person interrupts. */
  untilSettled(): AsyncGenerator<StackEvent>
}

/** How many times a settled status is doubted when no event confirms it: answers of CloudFormation can be older than the last call. */
const doubts = 5
/** Milliseconds after which it's asked the second time, on average, and how much longer each time: after a quarter of a minute it's the context's interval. */
const firstMs = 300
const growth = 1.1

export function stackEvents({ client, context, stack }: Watched): StackEvents {
  const options = { abortSignal: context.signal }
  const seen = new Set<string>()

  async function page(NextToken?: string): Promise<{ events: CfnEvent[]; next?: string | undefined }> {
    try {
      const { StackEvents: events = [], NextToken: next } = await client.describeStackEvents(
        { StackName: stack, ...(NextToken === undefined ? {} : { NextToken }) },
        options,
      )
      return { events, next }
    } catch (error) {
      if (isGone(error)) return { events: [] }
      throw translate(error, 'cloudformation:DescribeStackEvents')
    }
  }

  /** They come newest first: a seen one, or the first of the operation, ends the search. */
  async function newEvents(all = false): Promise<CfnEvent[]> {
    const found: CfnEvent[] = []
    let next: string | undefined
    do {
      const answer = await page(next)
      for (const event of answer.events) {
        if (seen.has(event.EventId ?? '')) return found.reverse()
        found.push(event)
        if (!all && isBeginning(event)) return found.reverse()
      }
      next = answer.next
    } while (next !== undefined)
    return found.reverse()
  }

  async function status(): Promise<string> {
    try {
      const { Stacks: [found] = [] } = await client.describeStacks({ StackName: stack }, options)
      return found?.StackStatus ?? 'DELETE_COMPLETE'
    } catch (error) {
      if (isGone(error)) return 'DELETE_COMPLETE'
      throw translate(error, 'cloudformation:DescribeStacks')
    }
  }

  return {
    async skipPast() {
      for (const event of (await page()).events) seen.add(event.EventId ?? '')
    },

    now: async all => (await newEvents(all)).map(stackEvent),

    async *untilSettled() {
      let confirmed = false
      // What is soon over is soon told; what takes minutes is asked about at the context's interval.
      let wait = Math.min(firstMs, context.pollMs)
      for (let doubted = 0; !context.signal.aborted; wait = Math.min(wait * growth, context.pollMs)) {
        try {
          const now = await status()
          for (const event of await newEvents()) {
            seen.add(event.EventId ?? '')
            if (isOfStack(event)) confirmed = isSettled(event.ResourceStatus ?? '')
            yield stackEvent(event)
          }
          doubted = isSettled(now) ? doubted + 1 : 0
          if (doubted > 0 && (confirmed || now === 'DELETE_COMPLETE' || doubted > doubts)) return
        } catch (error) {
          if (context.signal.aborted) return
          const problem = translate(error, 'cloudformation:DescribeStackEvents')
          if (problem.code !== 'Throttled') throw problem
        }
        await pause(context, wait)
      }
    },
  }
}

const isGone = (error: unknown) => /does not exist/.test((error as Error).message)

const isOfStack = (event: CfnEvent) => event.PhysicalResourceId !== undefined && event.PhysicalResourceId === event.StackId

const isBeginning = (event: CfnEvent) =>
  isOfStack(event) && /^(CREATE|UPDATE|DELETE|IMPORT)_IN_PROGRESS$/.test(event.ResourceStatus ?? '')

/** REVIEW_IN_PROGRESS is the state of a stack of which nothing was executed yet: nothing goes on. */
export const isSettled = (status: string) => !status.endsWith('_IN_PROGRESS') || status === 'REVIEW_IN_PROGRESS'

function stackEvent(event: CfnEvent): StackEvent {
  return {
    id: event.EventId ?? '',
    at: event.Timestamp?.getTime() ?? 0,
    stackName: event.StackName ?? '',
    logicalId: event.LogicalResourceId ?? '',
    ...(event.PhysicalResourceId ? { physicalId: event.PhysicalResourceId } : {}),
    type: event.ResourceType ?? '',
    status: event.ResourceStatus ?? '',
    ...(event.ClientRequestToken ? { token: event.ClientRequestToken } : {}),
    ...(event.ResourceStatusReason ? { reason: event.ResourceStatusReason } : {}),
  }
}
