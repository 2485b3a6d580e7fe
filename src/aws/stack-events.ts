import type { CloudFormation, StackEvent as CfnEvent } from '@aws-sdk/client-cloudformation'
import type { StackEvent } from '../ops/ports.js'
import type { AwsContext } from './context.js'
import { asked, translate } from './errors.js'
import { pause } from './pause.js'

interface Watched {
  client: CloudFormation
  context: AwsContext
  /** The stack's ARN: it's valid after the deletion too. */
  stack: string
}

/**
 * The events of an operation that is about to begin: what the stack has already lived through is noted now and left out. Each event comes
 * once, oldest first; `untilSettled` ends when the stack's status is final, or when the person interrupts.
 */
export async function stackEvents({ client, context, stack }: Watched): Promise<{ untilSettled(): AsyncGenerator<StackEvent> }> {
  const seen = new Set((await newEvents(new Set())).map(event => event.id))

  async function newEvents(known: Set<string>): Promise<StackEvent[]> {
    const found: StackEvent[] = []
    let NextToken: string | undefined
    do {
      let page
      try {
        page = await client.describeStackEvents(
          { StackName: stack, ...(NextToken === undefined ? {} : { NextToken }) },
          { abortSignal: context.signal },
        )
      } catch (error) {
        if (/does not exist/.test((error as Error).message)) return []
        throw translate(error, 'cloudformation:DescribeStackEvents')
      }
      const events = (page.StackEvents ?? []).map(stackEvent)
      // Newest first: the first known one ends the search.
      const fresh = events.filter(event => !known.has(event.id))
      found.push(...fresh)
      NextToken = fresh.length < events.length ? undefined : page.NextToken
    } while (NextToken !== undefined)
    return found.reverse()
  }

  async function settled(): Promise<boolean> {
    const { Stacks: [found] = [] } = await asked(
      'cloudformation:DescribeStacks',
      client.describeStacks({ StackName: stack }, { abortSignal: context.signal }),
    )
    return !found?.StackStatus?.endsWith('_IN_PROGRESS') || found.StackStatus === 'REVIEW_IN_PROGRESS'
  }

  return {
    async *untilSettled() {
      while (!context.signal.aborted) {
        try {
          // Asked before the events: what comes between the two questions is then still among the events.
          const end = await settled()
          for (const event of await newEvents(seen)) {
            seen.add(event.id)
            yield event
          }
          if (end) return
        } catch (error) {
          if (context.signal.aborted) return
          throw error
        }
        await pause(context)
      }
    },
  }
}

function stackEvent(event: CfnEvent): StackEvent {
  return {
    id: event.EventId ?? '',
    at: event.Timestamp?.getTime() ?? 0,
    stackName: event.StackName ?? '',
    logicalId: event.LogicalResourceId ?? '',
    ...(event.PhysicalResourceId ? { physicalId: event.PhysicalResourceId } : {}),
    type: event.ResourceType ?? '',
    status: event.ResourceStatus ?? '',
    ...(event.ResourceStatusReason ? { reason: event.ResourceStatusReason } : {}),
  }
}
