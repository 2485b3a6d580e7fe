import { crashReason } from '../crash.js'
import { cause, deployCommand, logsCommand, reasonsOf, shortId, type Cause, type Evidence, type Recognise } from '../evidence.js'

const said = ({ messages }: Evidence, pattern: RegExp) => messages.find(message => pattern.test(message))

/**
 * A deployment with traffic that shifts says it in other words.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html
 */
const byAlarm = (evidence: Evidence) => said(evidence, /alarm detected|active alarms/i)

/** By mm, too, when it gives up. */
const bySomebody = (evidence: Evidence) =>
  evidence.gaveUp ? undefined : said(evidence, /deployment (was )?stopped|stopped by user|rollback requested/i)

/**
 * ECS says itself what took the deployment back, and no crash can have done so: none, or none again in a task that was begun after another one had
 * ended, and no target that is still unhealthy.
 */
export function tookBackItself(evidence: Evidence): boolean {
  const { crashes, unhealthy } = evidence
  if (byAlarm(evidence) === undefined && bySomebody(evidence) === undefined) return false
  const ended = Math.min(...crashes.map(({ task }) => task.stoppedAt ?? Infinity))
  const again = crashes.length > 1 && crashes.some(({ task }) => (task.createdAt ?? Infinity) >= ended)
  return !again && unhealthy.length === 0
}

/** Crashes that were survived belong to what somebody reads who asks why. */
const withCrashes = (message: string, { crashes }: Evidence) =>
  [message, ...crashes.map(({ task }) => `before that, task ${shortId(task.id)} stopped: ${crashReason(task)}`)].join('\n')

export const alarm: Recognise = evidence => {
  const message = byAlarm(evidence)
  if (message === undefined) return undefined
  return cause('AlarmFired', `an alarm went off while ${evidence.service.name} was being rolled out, and ECS took it back`, {
    why: withCrashes(message, evidence),
    fix: [logsCommand(evidence), 'aws cloudwatch describe-alarms --state-value ALARM tells which one', deployCommand(evidence)],
  })
}

export const stopped: Recognise = evidence => {
  const message = bySomebody(evidence)
  if (message === undefined) return undefined
  return cause('DeploymentStopped', `somebody stopped the deployment of ${evidence.service.name}`, {
    why: withCrashes(message, evidence),
    fix: [deployCommand(evidence)],
  })
}

/** ECS took the deployment back, and nothing else tells why. */
export const takenBackCauses: Recognise[] = [deploymentFailed, circuitBreaker]

/** For what ECS alone knows: a hook, or a listener's rules. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/troubleshooting-blue-green.html */
function deploymentFailed(evidence: Evidence): Cause | undefined {
  const message = said(evidence, /rolled back because (?!the circuit breaker)/i)
  if (message === undefined) return undefined
  return cause('DeploymentFailed', `ECS took the deployment of ${evidence.service.name} back`, {
    why: message,
    fix: ['mend what it says', logsCommand(evidence), deployCommand(evidence)],
  })
}

function circuitBreaker(evidence: Evidence): Cause | undefined {
  const { service, crashes, messages } = evidence
  const message = said(evidence, /circuit breaker|tasks failed to start/i)
  if (message === undefined) return undefined
  const telling = [
    ...crashes.map(reasonsOf),
    ...messages.filter(text => /unable|failed|error|throttled|misconfigured/i.test(text)),
  ]
  return cause('CircuitBreaker', `tasks of ${service.name} failed to start, and ECS took the deployment back`, {
    why: [...new Set([message, ...telling])].filter(Boolean).join('\n'),
    fix: ['mm status', logsCommand(evidence)],
  })
}
