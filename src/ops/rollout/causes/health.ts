import type { HealthCheck } from '../../../manifest/service.js'
import {
  cause,
  deployCommand,
  lastWords,
  logsCommand,
  manifestOf,
  type Cause,
  type Evidence,
  type Recognise,
} from '../evidence.js'

/** It runs, and whoever checks its health isn't content. */
export const healthCauses: Recognise[] = [wrongAnswer, tooSlow, notListening, ownCheck]

/** The load balancer, or ECS for it, gives no reason that says more. */
export const generalHealthCauses: Recognise[] = [unhealthy]

/**
 * Why targets are unhealthy, in the load balancer's words; ECS repeats them when it stops the task, and a target may be gone before anybody has seen it.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html#service-event-messages-7
 */
function reasons({ unhealthy, messages }: Evidence): string[] {
  const told = messages.flatMap(text => /is unhealthy in \(?target-group .* due to \(reason (.+?)\)\.?$/.exec(text)?.[1] ?? [])
  return [...unhealthy.map(({ reason }) => reason ?? ''), ...told]
}

/** Reason codes: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealth.html */
function wrongAnswer(evidence: Evidence): Cause | undefined {
  const reason = reasons(evidence).find(each => /codes: \[/.test(each)) ?? ''
  const codes = /codes: \[([\d, ]+)\]/.exec(reason)?.[1]
  const check = evidence.service.http?.healthcheck
  if (codes === undefined || !check) return undefined
  return cause(
    'HealthCheckAnswer',
    `${evidence.service.name} answers ${codes} to its health check GET ${check.path}, and ${check.successCodes} is wanted`,
    {
      why: reason,
      fix: [adviceFor(codes, check, manifestOf(evidence)), deployCommand(evidence)],
    },
  )
}

function adviceFor(codes: string, { path }: HealthCheck, manifest: string): string {
  if (/404|405/.test(codes))
    return `a path that it serves: http.healthcheck.path in ${manifest}, or a route for ${path} in the application`
  if (/40[13]/.test(codes)) return `a path that needs no login: http.healthcheck.path in ${manifest}`
  if (/30\d/.test(codes)) return `the path that it redirects to, or success_codes: "200-399", in http.healthcheck of ${manifest}`
  return 'mend what the application answers there; its log says why'
}

function tooSlow(evidence: Evidence): Cause | undefined {
  const check = evidence.service.http?.healthcheck
  const reason = reasons(evidence).find(each => /timed out/i.test(each))
  if (reason === undefined || !check) return undefined
  return cause(
    'HealthCheckTimeout',
    `${evidence.service.name} doesn't answer its health check GET ${check.path} within ${check.timeout} s`,
    {
      why: wordsOf(evidence, reason),
      fix: [
        `longer: http.healthcheck.timeout in ${manifestOf(evidence)}; or, when it only starts slowly, grace_period (now ${check.gracePeriod} s)`,
        'or a path that asks nothing else: a check that waits for a database fails with it',
      ],
    },
  )
}

/** Nobody takes the connection. What the application says of its address tells why. */
function notListening(evidence: Evidence): Cause | undefined {
  const { service } = evidence
  const refused = reasons(evidence).find(isRefused)
  if (refused === undefined) return undefined
  const lines = [...(evidence.words?.log ?? []), ...evidence.crashes.flatMap(({ log }) => log)]
  const heard = lines.flatMap(line => listening(line) ?? [])
  const elsewhere = heard.find(({ port }) => port !== service.port)
  const loopback = heard.find(({ port, host }) => port === service.port && isLoopback(host))
  const why = (line: string) => `${refused}; its log: ${line}`
  if (loopback) {
    return cause('ListensOnLoopback', `${service.name} listens on ${loopback.host}, where only its own container can reach it`, {
      why: why(loopback.line),
      fix: [`listen on 0.0.0.0: server.listen(${service.port}, '0.0.0.0')`, deployCommand(evidence)],
    })
  }
  if (elsewhere) {
    return cause('WrongPort', `${service.name} listens on port ${elsewhere.port}, and its manifest says ${service.port}`, {
      why: why(elsewhere.line),
      fix: [
        `image: {port: ${elsewhere.port}} in ${manifestOf(evidence)}, or listen on the port of the variable PORT`,
        deployCommand(evidence),
      ],
    })
  }
  const late = heard.find(({ port, host }) => port === service.port && !isLoopback(host))
  if (late) {
    return cause('StartsTooSlowly', `${service.name} listens on port ${service.port}, but later than its health checks allow`, {
      why: why(late.line),
      fix: [
        `longer than it takes to start: http.healthcheck.grace_period in ${manifestOf(evidence)}, now ${service.http?.healthcheck.gracePeriod ?? 0} s`,
        deployCommand(evidence),
      ],
    })
  }
  return cause('PortNotOpen', `nothing in the container of ${service.name} listens on port ${service.port}`, {
    why: wordsOf(evidence, refused),
    fix: [
      `listen on 0.0.0.0 and the port of the variable PORT (${service.port}), or the port that it listens on: image.port in ${manifestOf(evidence)}`,
      `when it takes long until it listens: http.healthcheck.grace_period, now ${service.http?.healthcheck.gracePeriod ?? 0} s`,
    ],
  })
}

/** "Health checks failed" and nothing more: there was no answer to have an opinion on. */
const isRefused = (reason: string) => /^Health checks failed\.?$/i.test(reason)

const isLoopback = (host: string) => /^(127\.|localhost$|\[?::1\]?$)/.test(host)

/**
 * Where a line says that the application listens: a URL, or `port 8080`. What it connects to, and fails to, has an address and a port as well.
 */
function listening(line: string): { host: string; port: number; line: string } | undefined {
  if (/ECONN|error|refused|failed|connect(ing|ed)? to/i.test(line)) return undefined
  const address = /(https?:\/\/)?(localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[?::1?\]?):(\d{2,5})\b/i.exec(line)
  if (address && (address[1] || /\blisten(s|ing)?\b|\blocal\b/i.test(line)))
    return { host: address[2] ?? '', port: Number(address[3]), line }
  const port = /\b(?:listen(?:s|ing)?|running|started|serving|ready|up)\b.*\bport[ :=]+(\d{2,5})\b/i.exec(line)
  return port ? { host: '', port: Number(port[1]), line } : undefined
}

/** The task's own last words, when there is one that runs; else the reason. */
const wordsOf = ({ words }: Evidence, otherwise: string) => (words ? lastWords(words.log, words.task, otherwise) : otherwise)

/** `healthcheck` of the container, by ECS itself. */
function ownCheck(evidence: Evidence): Cause | undefined {
  const failed = /failed container health checks/i
  const crash = evidence.crashes.find(({ task }) => failed.test(task.reason ?? ''))
  const message = evidence.messages.find(text => failed.test(text))
  if (!crash && message === undefined) return undefined
  const { service } = evidence
  return cause(
    'ContainerCheckFails',
    `the container check of ${service.name} fails: ${service.containerCheck?.command.join(' ') ?? 'HEALTHCHECK of its image'}`,
    {
      why: lastWords(crash?.log ?? [], crash?.task.id ?? '', crash?.task.reason ?? message ?? ''),
      fix: [
        `a command that the image has and that ends with 0: image.healthcheck in ${manifestOf(evidence)}`,
        deployCommand(evidence),
      ],
    },
  )
}

function unhealthy(evidence: Evidence): Cause | undefined {
  const { service, crashes, messages, unhealthy } = evidence
  const told = messages.find(text => /is (unhealthy|not healthy) in/i.test(text))
  const why =
    unhealthy.find(({ reason }) => reason)?.reason ??
    told ??
    crashes.find(({ task }) => /health checks/i.test(task.reason ?? ''))?.task.reason
  if (why === undefined) return undefined
  return cause('HealthCheckFails', `the load balancer finds tasks of ${service.name} unhealthy`, {
    why: wordsOf(evidence, why),
    fix: [
      ...(service.http
        ? [
            `see whether it answers GET ${service.http.healthcheck.path} on port ${service.port} with ${service.http.healthcheck.successCodes}`,
          ]
        : []),
      logsCommand(evidence),
    ],
  })
}
