import type { RunningService, Target } from '../ports/running.js'
import { rolloutOf } from './rollout-of.js'
import { isNew, isOfRollout, type Watched, type Watching } from './watched.js'

export interface ServiceWatch {
  /** Looks once; undefined when there's no such service. */
  look(service: string): Promise<RunningService | undefined>
  /** As it was when it was seen last. */
  primary(): RunningService | undefined
  /** Tells how the rollout stands: each state once; nothing before there's a new revision. */
  tell(targets: Target[] | undefined): void
  /** What ECS said since the beginning, oldest first. */
  messages(): string[]
  /** Epoch ms at which the new revision's deployment was first seen completed. */
  completedAt(): number | undefined
}

/** What ECS thinks and says of the service. */
export function watchService(world: Watching, watched: Watched): ServiceWatch {
  const messages = new Set<string>()
  let primary: RunningService | undefined
  let completedAt: number | undefined
  let begun = false
  let told = ''

  function hear({ events, rolloutReason, answeredAt }: RunningService, since: number): void {
    const fresh = events.filter(({ at }) => at >= since)
    // Before, it's that of the rollout before.
    if (rolloutReason && begun) fresh.push({ at: answeredAt, message: rolloutReason })
    for (const { message } of fresh.sort((a, b) => a.at - b.at)) {
      if (messages.has(message)) continue
      messages.add(message)
      if (isTrouble(message)) world.progress.info(`ECS: ${message}`)
    }
  }

  return {
    async look(service) {
      const running = await world.services.describe(watched.cluster, service)
      if (!running) return undefined
      primary = running
      const since = (watched.since ??= running.answeredAt)
      begun ||= running.deployments.some(each => isOfRollout(watched, each))
      if (running.rollout === 'COMPLETED' && isNew(watched, running)) completedAt ??= world.clock.now()
      hear(running, since)
      return running
    },
    primary: () => primary,
    tell(targets) {
      if (!primary || (told === '' && !isNew(watched, primary))) return
      const rollout = rolloutOf(primary, targets)
      const now = JSON.stringify(rollout)
      if (now !== told) world.progress.rollout(rollout)
      told = now
    },
    messages: () => [...messages],
    completedAt: () => completedAt,
  }
}

/** Worth a line at once; starting, draining and registering are the ordinary course. */
const isTrouble = (message: string) => /unable to|failed|alarm detected|circuit breaker|unhealthy/i.test(message)
