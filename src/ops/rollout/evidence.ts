import type { Service } from '../../manifest/service.js'
import { isAuthorityContainer } from '../../templates/service/authority.js'
import type { Target, Task } from '../ports/running.js'

export interface Crash {
  task: Task
  /** The last lines of the task's log, oldest first. */
  log: string[]
}

/** What was seen while a service was being rolled out. */
export interface Evidence {
  service: Service
  env: string
  /** Tasks that stopped by themselves, or that ECS stopped since they weren't healthy; in the order in which they were seen. */
  crashes: Crash[]
  /** What ECS said of the service, oldest first. */
  messages: string[]
  /** Of the load balancer's targets each that wasn't healthy, as it was when that was seen last; those that weren't before it began are left out. */
  unhealthy: Target[]
  /** A task of the new revision that ran when a target wasn't healthy, and its last lines. */
  words?: { task: string; log: string[] } | undefined
  /** mm itself had ECS stop it, for its crashes. */
  gaveUp?: boolean
}

/** Why a rollout failed, in a person's words. */
export interface Cause {
  /** Stable identifier, listed in docs/errors.md. */
  code: string
  /** What happened, lower case, without a full stop. */
  what: string
  /** The words of AWS or of the application that show it. */
  why: string
  fix: string[]
}

/** Knows one kind of failure by its marks; undefined when the evidence hasn't them. */
export type Recognise = (evidence: Evidence) => Cause | undefined

export const cause = (code: string, what: string, rest: Pick<Cause, 'why' | 'fix'>): Cause => ({ code, what, ...rest })

/** Everything that ECS and the containers give as reasons for the end of a task. */
export const reasonsOf = ({ task }: Crash): string =>
  [task.reason, ...task.containers.map(({ reason }) => reason)].filter(Boolean).join('\n')

/** Those of the application: the one that brings a certificate is meant to end. */
export const ownContainers = ({ task }: Pick<Crash, 'task'>) => task.containers.filter(({ name }) => !isAuthorityContainer(name))

/** The first crash of which a reason matches, and that reason. */
export function crashThatSays(crashes: Crash[], pattern: RegExp): { crash: Crash; reason: string } | undefined {
  for (const crash of crashes) {
    const reason = [...crash.task.containers.map(each => each.reason), crash.task.reason].find(each => each && pattern.test(each))
    if (reason !== undefined) return { crash, reason }
  }
  return undefined
}

/**
 * The reason of a crash that matches, else a message of ECS that does: it repeats there why a task couldn't be started, also when the task is gone.
 */
export const wordsThat = ({ crashes, messages }: Pick<Evidence, 'crashes' | 'messages'>, pattern: RegExp): string | undefined =>
  crashThatSays(crashes, pattern)?.reason ?? messages.find(message => pattern.test(message))

/** Matches what has both in it, in any order. */
export const both = (one: RegExp, other: RegExp): RegExp =>
  new RegExp(`^(?=[\\s\\S]*(?:${one.source}))(?=[\\s\\S]*(?:${other.source}))`, 'i')

/** AWS's words for a right that is missing; Fargate cuts a long reason off behind the first of them. */
export const noRight = /AccessDenied|not authorized to perform|not allowed to access|Access to KMS is not allowed/

/** The first 8 characters of a task's id, as its lines in `mm logs` carry it. */
export const shortId = (arn: string): string => (arn.split('/').at(-1) ?? arn).slice(0, 8)

/** An error shows no more lines of a log than these. */
const wordsLines = 20

/** The last lines of a log under a heading; the reason alone when there are none. */
export const lastWords = (log: string[], task: string, otherwise: string): string =>
  log.length > 0 ? [`the last lines of task ${shortId(task)}:`, ...log.slice(-wordsLines)].join('\n') : otherwise

export const deployCommand = ({ service, env }: Evidence): string => `mm svc deploy ${service.name} --env ${env}`
export const logsCommand = ({ service, env }: Evidence): string => `mm logs ${service.name} --env ${env} --since 30m`

/** How the service's manifest calls the file. */
export const manifestOf = ({ service }: Evidence): string => `mm/${service.name}/manifest.yml`
