import type { LogPage, Logs } from '../ops/ports/logs.js'
import { once, type AwsContext } from './context.js'
import { translate } from './errors.js'

/** CloudWatch Logs, by FilterLogEvents: sorted by event time, across all streams of a group. */
export function logs(context: AwsContext): Logs {
  const options = { abortSignal: context.signal }
  const client = once(async () => {
    const { logsClient } = await import('./clients/logs.js')
    return logsClient(context.config)
  })

  return {
    async page({ group, since, until, streamPrefix, next }): Promise<LogPage> {
      const asking = await client()
      let serverTime = Date.now()
      const command = new (await import('./clients/logs.js')).FilterLogEventsCommand({
        logGroupName: group,
        startTime: since,
        ...(until === undefined ? {} : { endTime: until }),
        ...(streamPrefix === undefined ? {} : { logStreamNamePrefix: streamPrefix }),
        ...(next === undefined ? {} : { nextToken: next }),
      })
      // The server's clock, by its own word: this machine's may be wrong, and a window on it would lose lines.
      command.middlewareStack.add(
        send => async args => {
          const result = await send(args)
          const date = (result.response as { headers?: Record<string, string> }).headers?.['date']
          if (date) serverTime = Date.parse(date) || serverTime
          return result
        },
        { step: 'deserialize', name: 'serverTime' },
      )
      try {
        const { events = [], nextToken } = await asking.send(command, options)
        return {
          lines: events.map(event => ({
            id: event.eventId ?? '',
            group,
            stream: event.logStreamName ?? '',
            at: event.timestamp ?? 0,
            ingestedAt: event.ingestionTime ?? event.timestamp ?? 0,
            message: (event.message ?? '').replace(/\n$/, ''),
          })),
          ...(nextToken === undefined ? {} : { next: nextToken }),
          serverTime,
        }
      } catch (error) {
        if ((error as Error).name === 'ResourceNotFoundException') return { lines: [], serverTime }
        throw translate(error, 'logs:FilterLogEvents')
      }
    },
  }
}
