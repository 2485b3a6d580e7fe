import type { StackEvent, Stacks } from '../ports/cloudformation.js'
import type { Progress, UsualTimes } from '../ports/progress.js'

/** How many of the last operations count. */
const counted = 5

/** The median of what each resource, and the stack itself, took in its last operations that succeeded. @param events of a stack, oldest first */
export function usualTimes(events: StackEvent[]): UsualTimes {
  const begun = new Map<string, number>()
  const took = new Map<string, number[]>()
  let goesBack = false
  for (const { logicalId, type, status, at } of events) {
    const isStack = type === 'AWS::CloudFormation::Stack'
    if (isStack && status.includes('ROLLBACK')) goesBack = true
    const [, verb, state] = /^(CREATE|UPDATE)_(IN_PROGRESS|COMPLETE)$/.exec(status) ?? []
    if (verb === undefined) continue
    if (isStack && state === 'IN_PROGRESS') {
      goesBack = false
      begun.clear()
    }
    const key = `${logicalId} ${verb}`
    // CloudFormation says "in progress" twice of a new resource.
    if (state === 'IN_PROGRESS') begun.set(key, begun.get(key) ?? at)
    else if (!goesBack) took.set(key, [...(took.get(key) ?? []), at - (begun.get(key) ?? at)])
  }
  return new Map([...took].map(([key, times]) => [key, median(times.slice(-counted))]))
}

/** The lower one of two in the middle; undefined of nothing isn't asked for. */
export const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? 0

/** Tells it as soon as CloudFormation has answered; nothing waits for it, and that it can't be had matters to nobody. */
export function tellUsualTimes(
  { stacks, progress }: { stacks: Pick<Stacks, 'history'>; progress: Progress },
  stackName: string,
): void {
  if (progress.usual === undefined) return
  void stacks.history(stackName).then(
    events => progress.usual?.(usualTimes(events)),
    () => {},
  )
}
