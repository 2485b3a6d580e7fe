import { cause, deployCommand, logsCommand, type Cause, type Evidence, type Recognise } from '../evidence.js'

/** ECS took the deployment back, and nothing else tells why. */
export const takenBackCauses: Recognise[] = [alarm, stopped, circuitBreaker]

const said = ({ messages }: Evidence, pattern: RegExp) => messages.find(message => pattern.test(message))

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html */
function alarm(evidence: Evidence): Cause | undefined {
  const message = said(evidence, /alarm detected/i)
  if (message === undefined) return undefined
  return cause('AlarmFired', `an alarm went off while ${evidence.service.name} was being rolled out, and ECS took it back`, {
    why: message,
    fix: [logsCommand(evidence), 'aws cloudwatch describe-alarms --state-value ALARM tells which one', deployCommand(evidence)],
  })
}

function stopped(evidence: Evidence): Cause | undefined {
  const message = said(evidence, /deployment (was )?stopped|stopped by user|rollback requested/i)
  if (message === undefined) return undefined
  return cause('DeploymentStopped', `somebody stopped the deployment of ${evidence.service.name}`, {
    why: message,
    fix: [deployCommand(evidence)],
  })
}

function circuitBreaker(evidence: Evidence): Cause | undefined {
  const message = said(evidence, /circuit breaker|tasks failed to start/i)
  if (message === undefined) return undefined
  return cause('CircuitBreaker', `tasks of ${evidence.service.name} failed to start, and ECS took the deployment back`, {
    why: message,
    fix: ['mm status', logsCommand(evidence)],
  })
}
