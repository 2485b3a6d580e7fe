import { z } from 'zod'
import { parseDuration } from './duration.js'
import { shiftsTraffic, takesRequests } from './service-traffic.js'
import { wholeNumber } from './shapes.js'
import type { Problem } from './source.js'
import { isMap, valueAt } from './value.js'

/** Whose alarms end a deployment and take it back. */
interface Rollback {
  /** mm's own alarms; undefined: as the environment and the strategy want. */
  own?: boolean
  /** Names of other alarms. */
  names: string[]
  /** Percent of the tasks' CPU and memory. */
  cpu?: number
  memory?: number
}

/** How a new revision takes the place of the old one; times in minutes. */
export type Deployment = {
  /** How long the new revision is watched before the old one is given up. */
  bakeTime?: number
  rollback: Rollback
} & (
  | {
      strategy: 'rolling'
      /** All old tasks stop before a new one starts. */
      recreate: boolean
    }
  | { strategy: 'blue_green' }
  /** `percent` of the requests goes first (canary), or with each step (linear); `stepTime` lies between. */
  | { strategy: 'canary' | 'linear'; percent: number; stepTime: number }
)

/** ECS waits a day at most. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CanaryConfiguration.html */
const minutes = z.union([z.number(), z.string()]).transform((value, context) => {
  const parsed = parseDuration(value)
  if (parsed !== undefined && parsed % 60 === 0 && parsed <= 86_400) return parsed / 60
  context.addIssue({ code: 'custom', message: 'it must be a duration of whole minutes up to 24h, such as 5m' })
  return z.NEVER
})

const tenths = (value: number) => Math.abs(value * 10 - Math.round(value * 10)) < 1e-9
const percent = wholeNumber(1, 100, ' (percent)')

export const deploymentShape = z.strictObject({
  rolling: z.enum(['default', 'recreate']).optional(),
  strategy: z.enum(['rolling', 'blue_green', 'canary', 'linear']).optional(),
  percent: z
    .number()
    .refine(value => value >= 0.1 && value <= 100 && tenths(value), {
      message: 'it must be a percentage from 0.1 to 100 in steps of 0.1',
    })
    .optional(),
  step_time: minutes.optional(),
  bake_time: minutes.optional(),
  rollback_alarms: z
    .union([
      z.boolean(),
      z.array(z.string().min(1, { message: 'it must be the name of an alarm' })),
      z.strictObject({ cpu_utilization: percent.optional(), memory_utilization: percent.optional() }),
    ])
    .optional(),
})

type Written = z.output<typeof deploymentShape>

/** ECS's own pauses. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LinearConfiguration.html */
const defaultStep = { canary: 10, linear: 6 }
const defaultBake = 5

export function deploymentOf(written: Written = {}): Deployment {
  const { strategy = 'rolling', bake_time: bake, rollback_alarms: alarms } = written
  const rollback = rollbackOf(alarms)
  if (strategy === 'rolling') {
    const recreate = written.rolling === 'recreate'
    return { strategy, recreate, ...(bake === undefined ? {} : { bakeTime: bake }), rollback }
  }
  const common = { bakeTime: bake ?? defaultBake, rollback }
  if (strategy === 'blue_green') return { strategy, ...common }
  return { strategy, percent: written.percent ?? 0, stepTime: written.step_time ?? defaultStep[strategy], ...common }
}

function rollbackOf(written: Written['rollback_alarms']): Rollback {
  if (written === undefined) return { names: [] }
  if (typeof written === 'boolean') return { own: written, names: [] }
  if (Array.isArray(written)) return { names: written }
  const { cpu_utilization: cpu, memory_utilization: memory } = written
  return { names: [], ...(cpu === undefined ? {} : { cpu }), ...(memory === undefined ? {} : { memory }) }
}

export function deploymentProblems(data: unknown): Problem[] {
  const deployment = valueAt(data, ['deployment'])
  if (!isMap(deployment)) return []
  const strategy = typeof deployment['strategy'] === 'string' ? deployment['strategy'] : 'rolling'
  return [
    ...(shiftsTraffic(data) ? shiftProblems(data, strategy) : []),
    ...(strategy === 'canary' || strategy === 'linear'
      ? paceProblems(strategy, deployment)
      : strayProblems(strategy, deployment)),
  ]
}

const at = (key: string) => ['deployment', key]

function shiftProblems(data: unknown, strategy: string): Problem[] {
  return [
    ...(takesRequests(data)
      ? []
      : [
          {
            path: at('strategy'),
            what: `deployment.strategy is ${strategy}, and the service takes no requests that could be shifted`,
            fix: 'strategy: rolling, or give the service http: {path: /}',
          },
        ]),
    ...(valueAt(data, at('rolling')) === undefined
      ? []
      : [
          {
            path: at('rolling'),
            what: `deployment.rolling and the strategy ${strategy} exclude each other`,
            fix: 'remove rolling',
          },
        ]),
  ]
}

/** What only a gradual strategy has. */
function strayProblems(strategy: string, deployment: Record<string, unknown>): Problem[] {
  return ['percent', 'step_time']
    .filter(key => deployment[key] !== undefined)
    .map(key => ({
      path: at(key),
      what: `deployment.${key} belongs to the strategies canary and linear, and the strategy is ${strategy}`,
      fix: `remove ${key}, or write strategy: canary`,
    }))
}

/** CloudFormation refuses what may take longer, since it gives up after 36 hours. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ecs-service-linearconfiguration.html */
const longest = 33 * 60

function paceProblems(strategy: 'canary' | 'linear', deployment: Record<string, unknown>): Problem[] {
  const { percent } = deployment
  if (percent === undefined)
    return [{ path: at('strategy'), what: `deployment.strategy is ${strategy} without deployment.percent`, fix: 'percent: 10' }]
  if (typeof percent !== 'number' || percent <= 0) return []
  if (strategy === 'linear' && percent < 3)
    return [
      {
        path: at('percent'),
        what: `deployment.percent is ${percent}: with the strategy linear it must be from 3 to 100`,
        fix: 'percent: 10',
      },
    ]
  const minutesOf = (key: string, byDefault: number) => (parseDuration(deployment[key]) ?? byDefault * 60) / 60
  const steps = strategy === 'canary' ? 1 : Math.ceil(100 / percent) - 1
  const total = minutesOf('bake_time', defaultBake) + steps * minutesOf('step_time', defaultStep[strategy])
  if (total <= longest) return []
  const hours = Math.round(total / 60)
  return [
    {
      path: at(deployment['step_time'] === undefined ? 'percent' : 'step_time'),
      what: `a deployment would take about ${hours} hours, and CloudFormation takes at most 33`,
      fix: 'take a shorter step_time or bake_time, or a larger percent',
    },
  ]
}
