import { withMoreMemory } from '../../../fargate-sizes.js'
import {
  cause,
  crashThatSays,
  deployCommand,
  lastWords,
  logsCommand,
  manifestOf,
  ownContainers,
  type Crash,
  type Evidence,
  type Recognise,
} from '../evidence.js'

/** The container can't be started, or ends by itself. */
export const startCauses: Recognise[] = [cannotStart, outOfMemory, killed, ended, crashed]

/** The container that ended first: the others are stopped with it. */
function failing(crash: Crash) {
  const ended = ownContainers(crash).filter(({ exitCode }) => exitCode !== undefined)
  return ended.find(({ exitCode }) => exitCode !== 0) ?? ended[0]
}

function cannotStart(evidence: Evidence) {
  const found = crashThatSays(
    evidence.crashes,
    /Cannot(Start|Create)ContainerError|ContainerRuntime\w*Error|DockerTimeoutError|executable file not found|exec: "/i,
  )
  if (!found) return undefined
  const command = /exec: "([^"]+)"/.exec(found.reason)?.[1]
  return cause(
    'CannotStart',
    `the container of ${evidence.service.name} can't be started${command ? `: its image has no ${command}` : ''}`,
    {
      why: found.reason,
      fix: [
        command === undefined
          ? 'see whether the image starts on this machine with the same platform: docker run'
          : `a command that the image has: CMD or ENTRYPOINT of its Dockerfile, or command and entrypoint in ${manifestOf(evidence)}`,
        deployCommand(evidence),
      ],
    },
  )
}

function outOfMemory(evidence: Evidence) {
  const { service, crashes } = evidence
  const found = crashThatSays(crashes, /OutOfMemory|out of memory/i)
  const heap = crashes.find(({ log }) => log.some(line => /JavaScript heap out of memory/.test(line)))
  if (!found && !heap) return undefined
  const crash = found?.crash ?? heap
  return cause('OutOfMemory', `${service.name} needs more than its ${service.memory} MiB of memory`, {
    why: lastWords(crash?.log ?? [], crash?.task.id ?? '', found?.reason ?? ''),
    fix: [moreMemory(evidence), deployCommand(evidence)],
  })
}

/** What its manifest takes: Fargate has only some sizes. */
function moreMemory(evidence: Evidence): string {
  const { service } = evidence
  const size = withMoreMemory(service)
  const manifest = manifestOf(evidence)
  if (!size)
    return `Fargate has no larger task: less at once in each (a smaller heap, cache or batch), and more of them: count in ${manifest}`
  const cpu = size.cpu === service.cpu ? '' : `cpu: ${size.cpu} and `
  return `more of it: ${cpu}memory: ${size.memory} in ${manifest}`
}

const signals: Record<number, string> = {
  129: 'SIGHUP',
  130: 'SIGINT',
  132: 'SIGILL',
  134: 'SIGABRT',
  135: 'SIGBUS',
  136: 'SIGFPE',
  137: 'SIGKILL',
  139: 'SIGSEGV',
  143: 'SIGTERM',
}

const times = (crashes: Crash[]) =>
  crashes.length === 1 ? 'once' : crashes.length === 2 ? 'twice' : `at least ${crashes.length} times`

/** A code above 128 is a signal's number and 128: https://www.gnu.org/software/bash/manual/html_node/Exit-Status.html */
function killed(evidence: Evidence) {
  const crash = evidence.crashes.find(each => signals[failing(each)?.exitCode ?? 0] !== undefined && !stoppedByEcs(each))
  if (!crash) return undefined
  const code = failing(crash)?.exitCode ?? 0
  return cause('ServiceKilled', `${evidence.service.name} was ended by ${signals[code]} while starting (exit code ${code})`, {
    why: lastWords(crash.log, crash.task.id, crash.task.reason ?? ''),
    fix:
      code === 137
        ? [
            'it was killed from outside, most often for its memory: more of it in the manifest, or a smaller heap',
            logsCommand(evidence),
          ]
        : [
            'a native module or the runtime itself broke: run the image on this machine with the same platform',
            logsCommand(evidence),
          ],
  })
}

/** A service that ends without an error is none. */
function ended(evidence: Evidence) {
  const crash = evidence.crashes.find(each => failing(each)?.exitCode === 0 && !stoppedByEcs(each))
  if (!crash) return undefined
  return cause('ServiceEnded', `${evidence.service.name} ended by itself, without an error (exit code 0)`, {
    why: lastWords(crash.log, crash.task.id, crash.task.reason ?? ''),
    fix: [
      `a command that goes on serving: CMD of its Dockerfile, or command in ${manifestOf(evidence)}`,
      deployCommand(evidence),
    ],
  })
}

function crashed(evidence: Evidence) {
  const crashes = evidence.crashes.filter(crash => failing(crash)?.exitCode !== undefined && !stoppedByEcs(crash))
  const [crash] = crashes
  if (!crash) return undefined
  return cause(
    'ServiceCrashed',
    `${evidence.service.name} stopped ${times(crashes)} while starting (exit code ${failing(crash)?.exitCode})`,
    {
      why: lastWords(crash.log, crash.task.id, crash.task.reason ?? ''),
      fix: [...(crash.log.length > 0 ? ['mend what its last lines say'] : []), logsCommand(evidence), deployCommand(evidence)],
    },
  )
}

/**
 * Its exit code then says only that it was told to end: for its health, or since AWS took away what it ran on.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Task.html (stopCode)
 */
const stoppedByEcs = ({ task: { reason = '', stopCode = '' } }: Crash) =>
  /health check|^Host EC2 /i.test(reason) || ['SpotInterruption', 'TerminationNotice'].includes(stopCode)
