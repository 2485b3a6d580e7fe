import { cancelledBy } from '../stack/cancelled-by.js'
import { firstFailure } from '../stack/follow-stack.js'
import { nameOf, stacksWithin, type Scope } from './operations.js'
import type { Stack, StackEvent } from '../ports/cloudformation.js'
import type { World } from '../ports/world.js'
import { rolledBack, succeeded } from '../stack/stack-status.js'
import { whoBegan } from '../stack/who-began.js'

export interface PastOperation {
  name: string
  stack: string
  kind: 'create' | 'update' | 'delete' | 'import'
  startedAt: number
  endedAt?: number
  /** CloudFormation's own word. */
  status: string
  verdict: 'succeeded' | 'rolled back' | 'failed' | 'goes on'
  /** What failed first, in AWS's words; or who cancelled it. */
  cause?: string
  /** As the one who began it called themselves; absent when it wasn't mm. */
  who?: string
}

export interface History {
  environment: string
  operations: PastOperation[]
}

/** What was done to an environment's stacks as far as CloudFormation's events reach back (90 days), newest first. */
export async function deployments(world: Pick<World, 'stacks'>, scope: Scope & { limit: number }): Promise<History> {
  const stacks = await stacksWithin(world, scope)
  const all = await Promise.all(stacks.map(async stack => operationsOf(stack, await world.stacks.history(stack.name))))
  const operations = all.flat().sort((a, b) => b.startedAt - a.startedAt)
  return { environment: scope.env, operations: operations.slice(0, scope.limit) }
}

/** @param events oldest first; what comes before the first beginning is the rest of an operation that CloudFormation has forgotten */
export function operationsOf(stack: Stack, events: StackEvent[]): PastOperation[] {
  const operations: StackEvent[][] = []
  for (const event of events) {
    if (ofStack(event) && /^(CREATE|UPDATE|DELETE|IMPORT)_IN_PROGRESS$/.test(event.status)) operations.push([])
    operations.at(-1)?.push(event)
  }
  return operations.map(each => operation(stack, each))
}

const ofStack = (event: StackEvent) => event.logicalId === event.stackName

function operation(stack: Stack, events: StackEvent[]): PastOperation {
  const own = events.filter(ofStack)
  const [first, last] = [own[0], own.at(-1)]
  const status = last?.status ?? ''
  const verdict = verdictOf(status)
  const cause = verdict === 'succeeded' ? undefined : causeOf(events)
  const who = whoBegan(first?.token)
  return {
    name: nameOf(stack),
    stack: stack.name,
    kind: (first?.status.split('_')[0]?.toLowerCase() ?? 'update') as PastOperation['kind'],
    startedAt: first?.at ?? 0,
    ...(verdict === 'goes on' || !last ? {} : { endedAt: last.at }),
    status,
    verdict,
    ...(cause === undefined ? {} : { cause }),
    ...(who === undefined ? {} : { who }),
  }
}

function causeOf(events: StackEvent[]): string | undefined {
  const by = cancelledBy(events)
  if (by !== undefined) return `cancelled by ${by}`
  const failure = firstFailure(events)
  return failure && `${failure.logicalId}: ${failure.reason ?? failure.status}`
}

/** Cleaning up after an update is no part of its verdict. */
function verdictOf(status: string): PastOperation['verdict'] {
  const settled = status.replace(/_CLEANUP_IN_PROGRESS$/, '')
  if (settled.endsWith('_IN_PROGRESS')) return 'goes on'
  if (succeeded(settled) || settled === 'DELETE_COMPLETE') return 'succeeded'
  return rolledBack(settled) ? 'rolled back' : 'failed'
}
