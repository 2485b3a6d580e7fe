import type { Sight } from '../lost-sight.js'
import { changesStack } from './planned.js'
import type { ChangeSet } from '../ports/cloudformation.js'
import { readiness, succeeded } from './stack-status.js'

/*
 * What may have become of a stack or a service when mm sees no more of it, in words. The fix says how to see more.
 */

/** Nothing was begun: the same command may be run again. @param what a service, a database, an environment */
export const notDeployed = (what: string): Sight => ({ state: `nothing of ${what} was deployed`, fix: [] })

/** CloudFormation wasn't told yet, or has said no. */
export const notBegun = (stackName: string): Sight => ({ state: `nothing of ${stackName} was changed`, fix: [] })

/** CloudFormation was told, and hasn't answered. @param done what it may have done, e.g. `begun with shop-dev` */
export const perhaps = (done: string, stackName: string): Sight =>
  going(`whether CloudFormation has ${done} isn't known`, stackName)

export const goesOn = (stackName: string): Sight =>
  going(`CloudFormation goes on with ${stackName}; nothing was cancelled`, stackName)

/** @param state what goes on; `followed`: what mm deploy attach knows it by */
export const going = (state: string, followed: string): Sight => ({
  state,
  fix: [`mm deploy attach ${followed}`, 'mm status'],
  goesOn: true,
})

/**
 * CloudFormation has come to an end.
 * @param status the stack's own
 * @param unseen what mm would have looked at next, e.g. `whether its new revision serves`
 */
export function ended(stackName: string, status: string, { unseen = 'more', followed = stackName } = {}): Sight {
  const end = succeeded(status) ? `was ${status === 'CREATE_COMPLETE' ? 'created' : 'updated'}` : `ended in ${status}`
  return { ...going(`${stackName} ${end}; mm hasn't seen ${unseen}`, followed), goesOn: succeeded(status) }
}

/** CloudFormation is through with what was to be done; what mm does by itself after that may be missing, e.g. the stack's protection. */
export const leftToDo = (set: ChangeSet): Sight => ({
  state: `${set.stackName} ${changesStack(set) ? `was ${set.kind}d` : "wasn't changed"}; what mm does after that may not be done`,
  fix: ['run the same command again: it does what is missing'],
})

/** Of a deletion, as Order.sight takes them. */
export const deletionOf = (stackName: string) => ({
  before: { state: `nothing of ${stackName} was deleted`, fix: [] },
  perhaps: perhaps(`begun to delete ${stackName}`, stackName),
  after: going(`CloudFormation goes on with the deletion of ${stackName}`, stackName),
})

interface Named {
  /** As its manifest has it. */
  name: string
  env: string
}

/** ECS rolls a service's revision out by itself: CloudFormation's events have nothing of it, and so mm deploy attach hasn't. */
const byEcs = (state: string, { name, env }: Named): Sight => ({
  state,
  fix: [`mm svc deploy ${name} --env ${env}   watches it to its end`, 'mm status'],
  goesOn: true,
})

export const ecsGoesOn = (service: Named): Sight => byEcs(`ECS goes on with ${service.name}; nothing was cancelled`, service)

/** ECS was told, and hasn't answered. */
export const ecsPerhaps = (service: Named): Sight =>
  byEcs(`whether ECS has begun to deploy ${service.name} again isn't known`, service)

const unseen = 'whether its new revision serves'

/** What is left to be seen of a service when its stack is updated. */
export const itsService = ({ name, env }: Named) => ({ unseen, followed: `${name} --env ${env}` })

/** A service's stack is updated, or ECS has rolled its revision out, or nothing was to be done: what it comes to is still to be seen. */
export function unjudged(set: ChangeSet, service: Named): Sight {
  if (changesStack(set))
    return ended(set.stackName, set.kind === 'create' ? 'CREATE_COMPLETE' : 'UPDATE_COMPLETE', itsService(service))
  if (set.redeploy) return byEcs(`ECS has deployed ${service.name} again; mm hasn't seen whether it serves`, service)
  return { ...byEcs(`nothing of ${service.name} was changed; mm hasn't seen whether it serves`, service), goesOn: false }
}

/** Whether a stack is at an end, by the status that its events told last. */
export const isEnd = (status: string | undefined): status is string => status !== undefined && readiness(status) !== 'busy'
