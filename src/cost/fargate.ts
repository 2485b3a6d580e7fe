import { priced, rangeOf, type Counted, type Range } from './counted.js'
import { fargate, prices, spotShare, type Price } from './prices.js'
import type { Resource, Template } from './read-template.js'
import { listOf, numberOf, numberOr, objectOf, resourceOf, textOf, textOr } from './resolve.js'

/** The tasks of an ECS service that Fargate runs, and their addresses. Those on instances cost nothing besides the instances. */
export function fargateTasks(service: Resource, template: Template): Counted[] {
  const { NetworkConfiguration, TaskDefinition } = service.properties
  const task = resourceOf(TaskDefinition, template)
  if (onInstances(task)) return []
  const count = tasksOf(service, template)
  if (!count) return [{ unknown: 'how many tasks there are' }]
  const shares = sharesOf(service, template)
  if (!shares) return [{ unknown: 'what its tasks run on' }]
  const { AssignPublicIp } = objectOf(objectOf(NetworkConfiguration)['AwsvpcConfiguration'])
  return [
    ...sizeOf(task, template, taken(count, shares)),
    ...(AssignPublicIp === 'ENABLED' ? [priced(count, prices.publicAddress)] : []),
  ]
}

function onInstances(task: Resource | undefined): boolean {
  const compatible = listOf(task?.properties['RequiresCompatibilities'])
  return compatible.length > 0 && !compatible.includes('FARGATE')
}

/** As the scalable target says, else as the service does. */
function tasksOf({ logicalId, properties }: Resource, template: Template): Range | undefined {
  const target = template.resources.find(
    ({ type, properties: { ResourceId } }) =>
      type === 'AWS::ApplicationAutoScaling::ScalableTarget' && JSON.stringify(ResourceId).includes(`\${${logicalId}.Name}`),
  )
  const { MinCapacity, MaxCapacity } = target?.properties ?? {}
  if (target) return rangeOf(numberOf(MinCapacity, template), numberOf(MaxCapacity, template))
  // CloudFormation begins with one.
  const count = numberOr(1, properties['DesiredCount'], template)
  return rangeOf(count, count)
}

interface Shares {
  onDemand: (tasks: number) => number
  spot: (tasks: number) => number
}

/**
 * How many tasks each of Fargate's providers runs: its base, and of the rest as its weight says.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CapacityProviderStrategyItem.html
 */
function sharesOf({ properties }: Resource, template: Template): Shares | undefined {
  const { CapacityProviderStrategy, LaunchType } = properties
  if (CapacityProviderStrategy === undefined) {
    const fargate = textOr('FARGATE', LaunchType, template) === 'FARGATE'
    return { onDemand: tasks => (fargate ? tasks : 0), spot: () => 0 }
  }
  const items = listOf(CapacityProviderStrategy).map(each => {
    const { CapacityProvider, Base, Weight } = objectOf(each)
    return {
      provider: textOf(CapacityProvider, template),
      base: numberOr(0, Base, template),
      weight: numberOr(0, Weight, template),
    }
  })
  const bases = sum(items.map(({ base }) => base))
  const weights = sum(items.map(({ weight }) => weight))
  if (items.some(({ provider }) => provider === undefined) || bases === undefined || !weights) return undefined
  const share = (name: string) => (tasks: number) =>
    items
      .filter(({ provider }) => provider === name)
      .reduce((all, { base = 0, weight = 0 }) => {
        const rest = Math.max(0, tasks - bases)
        return all + Math.min(base, tasks) + (rest * weight) / weights
      }, 0)
  return { onDemand: share('FARGATE'), spot: share('FARGATE_SPOT') }
}

const sum = (numbers: (number | undefined)[]): number | undefined =>
  numbers.reduce((all, each) => (all === undefined || each === undefined ? undefined : all + each), 0)

interface Taken {
  onDemand: Range
  spot: Range
}

function taken({ quantity, most = quantity }: Range, { onDemand, spot }: Shares): Taken {
  const range = (share: (tasks: number) => number): Range => rangeOf(share(quantity), share(most)) ?? { quantity: 0 }
  return { onDemand: range(onDemand), spot: range(spot) }
}

/** CPU and memory of the tasks. */
function sizeOf(task: Resource | undefined, template: Template, { onDemand, spot }: Taken): Counted[] {
  if ([onDemand, spot].every(({ quantity, most = quantity }) => most === 0)) return []
  const { Cpu, Memory, RuntimePlatform } = task?.properties ?? {}
  const { CpuArchitecture, OperatingSystemFamily } = objectOf(RuntimePlatform)
  const [cpu, memory] = [numberOf(Cpu, template), numberOf(Memory, template)]
  const architecture = { X86_64: 'x86', ARM64: 'arm' } as const
  const key = textOr('X86_64', CpuArchitecture, template) as keyof typeof architecture | undefined
  const own = key && fargate[architecture[key]]
  if (!own || textOr('LINUX', OperatingSystemFamily, template) !== 'LINUX') return [{ unknown: 'the platform of its tasks' }]
  if (cpu === undefined || memory === undefined) return [{ unknown: 'the size of its tasks' }]
  return [
    { price: own.cpu, each: cpu / 1024 },
    { price: own.memory, each: memory / 1024 },
  ].flatMap(({ price, each }) => [priced(onDemand, price, each), priced(spot, ofSpot(price), each)])
}

const ofSpot = (price: Price): Price => ({ ...price, what: 'Fargate Spot', usd: price.usd * spotShare })
