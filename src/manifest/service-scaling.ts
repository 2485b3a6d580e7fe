import { z } from 'zod'
import { responseTimeForms } from './response-time.js'
import { shiftsTraffic, takesRequests } from './service-traffic.js'
import { seconds, wholeNumber } from './shapes.js'
import type { Problem } from './source.js'
import { isMap, shown, valueAt } from './value.js'

/** What a metric is kept at. */
export interface Tracking {
  target: number
  /** Seconds after a step down, or up, before the next. */
  cooldown: { in: number; out: number }
}

/** A service whose number of tasks follows its load, from its `count` up. */
export interface Scaling {
  max: number
  /** Percent of the tasks' CPU and memory, on average. */
  cpu?: Tracking
  memory?: Tracking
  /** Requests a minute for each task. */
  requests?: Tracking
  /** Seconds until an answer, on average. */
  responseTime?: Tracking
}

const mostTasks = 5000
const tasks = wholeNumber(0, mostTasks)

const cooldown = z.strictObject({ in: seconds(0, 3600).optional(), out: seconds(0, 3600).optional() })
const tracked = (value: z.ZodType<number>) => z.union([value, z.strictObject({ value, cooldown: cooldown.optional() })])
const percentage = tracked(wholeNumber(1, 100, ' (percent)'))

const range = z.union([
  z.string().transform((text, context) => {
    const parsed = parseRange(text)
    if (parsed && parsed.max <= mostTasks) return parsed
    context.addIssue({ code: 'custom', message: `it must be a range of tasks up to ${mostTasks}, such as 1-10` })
    return z.NEVER
  }),
  z.strictObject({ min: tasks, max: tasks }),
])

/** Copilot's `count`: a number of tasks, or a range and what moves the number in it. */
export const countShape = z.union([
  tasks,
  z.strictObject({
    range: range.optional(),
    cpu_percentage: percentage.optional(),
    memory_percentage: percentage.optional(),
    requests: tracked(wholeNumber(1, 10_000_000, ' (requests a minute)')).optional(),
    response_time: z
      .union([...responseTimeForms, z.strictObject({ value: z.union(responseTimeForms), cooldown: cooldown.optional() })])
      .optional(),
    cooldown: cooldown.optional(),
  }),
])

type WrittenCount = z.output<typeof countShape>
type WrittenTracking = Exclude<Exclude<WrittenCount, number>['cpu_percentage'], undefined>

/** The number of tasks to begin with, and how it may change. Copilot's pauses: two minutes before fewer, one before more. */
export function countOf(written: WrittenCount | undefined): { count: number; scaling?: Scaling } {
  if (written === undefined || typeof written === 'number') return { count: written ?? 1 }
  const { cpu_percentage: cpu, memory_percentage: memory, requests, response_time: responseTime } = written
  const { min, max } = written.range ?? { min: 1, max: 1 }
  const tracking = (key: keyof Scaling, value: WrittenTracking | undefined) => {
    if (value === undefined) return {}
    const own = typeof value === 'number' ? undefined : value.cooldown
    const pause = {
      in: own?.in ?? written.cooldown?.in ?? 120,
      out: own?.out ?? written.cooldown?.out ?? 60,
    }
    return { [key]: { target: typeof value === 'number' ? value : value.value, cooldown: pause } }
  }
  return {
    count: min,
    scaling: {
      max,
      ...tracking('cpu', cpu),
      ...tracking('memory', memory),
      ...tracking('requests', requests),
      ...tracking('responseTime', responseTime),
    },
  }
}

function parseRange(value: unknown): { min: number; max: number } | undefined {
  const [, min, max] = typeof value === 'string' ? (/^(\d+)-(\d+)$/.exec(value) ?? []) : []
  return min === undefined || max === undefined ? undefined : { min: Number(min), max: Number(max) }
}

const byRequests = ['requests', 'response_time']
const metrics = ['cpu_percentage', 'memory_percentage', ...byRequests]

/** What is wrong with a `count` that is a map. */
export function scalingProblems(data: unknown): Problem[] {
  const count = valueAt(data, ['count'])
  if (!isMap(count)) return []
  const given = metrics.filter(key => count[key] !== undefined)
  const known = ['range', 'cooldown', ...metrics]
  // Another key has an error of its own.
  if (count['range'] === undefined && Object.keys(count).some(key => !known.includes(key))) return []
  if (count['range'] === undefined)
    return [{ path: ['count'], what: 'count is a map without a range of tasks', fix: 'range: 1-10' }]
  return [
    ...(given.length > 0
      ? []
      : [{ path: ['count', 'range'], what: 'count.range is given, and nothing to scale by', fix: 'cpu_percentage: 70' }]),
    ...rangeProblems(count['range']),
    ...byRequests.filter(key => given.includes(key)).flatMap(key => requestProblems(data, key)),
  ]
}

function rangeProblems(value: unknown): Problem[] {
  const range = isMap(value) ? value : parseRange(value)
  const { min, max } = range ?? {}
  const path = ['count', 'range']
  if (typeof min !== 'number' || typeof max !== 'number') return []
  if (min > max)
    return [{ path, what: `count.range is ${shown(value)}: its end is below its beginning`, fix: `range: ${max}-${min}` }]
  if (min > 0) return []
  // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-autoscaling-targettracking.html (insufficient data)
  return [
    {
      path,
      what: `count.range is ${shown(value)}: no task has no metrics, so nothing would ever start one again`,
      fix: `range: 1-${Math.max(1, max)}`,
    },
  ]
}

function requestProblems(data: unknown, key: string): Problem[] {
  const path = ['count', key]
  if (!takesRequests(data))
    return [{ path, what: `count.${key} is given, and the service takes no requests`, fix: 'cpu_percentage: 70' }]
  if (!shiftsTraffic(data)) return []
  // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-autoscaling-targettracking.html (ALBRequestCountPerTarget)
  return [
    {
      path,
      what: `count.${key} follows one target group, and deployment.strategy ${shown(valueAt(data, ['deployment', 'strategy']))} has two`,
      fix: 'cpu_percentage: 70',
    },
  ]
}
