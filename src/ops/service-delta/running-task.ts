import { parsedTemplate } from '../../templates/parsed-template.js'

/** What a service's template says about its tasks, with the parameters' values. */
export interface RunningTask {
  cpu?: string
  memory?: string
  count?: string
  /** By name. The text is absent where CloudFormation alone can work it out; `key` tells two of them apart. */
  variables: Map<string, Variable>
}

export interface Variable {
  secret: boolean
  text?: string
  key: string
}

interface Named {
  Name: string
  Value?: unknown
  ValueFrom?: unknown
}
interface Container {
  Name?: unknown
  Environment?: Named[]
  Secrets?: Named[]
}
interface Resource {
  Type?: string
  Properties?: { Cpu?: unknown; Memory?: unknown; DesiredCount?: unknown; ContainerDefinitions?: Container[] }
}

/** Undefined of a text that isn't the template of a service. */
export function runningTask(body: string, parameters: Record<string, string | undefined>): RunningTask | undefined {
  const resources = resourcesOf(body)
  const task = resources.find(({ Type }) => Type === 'AWS::ECS::TaskDefinition')?.Properties
  // The application's own container is the first one.
  const container = task?.ContainerDefinitions?.[0]
  if (!task || !container) return undefined
  const count = resources.find(({ Type }) => Type === 'AWS::ECS::Service')?.Properties?.DesiredCount
  const plain = (container.Environment ?? []).map(({ Name, Value }) => [Name, variable(false, Value, parameters)] as const)
  const secret = (container.Secrets ?? []).map(({ Name, ValueFrom }) => [Name, variable(true, ValueFrom, parameters)] as const)
  return {
    ...(isScalar(task.Cpu) ? { cpu: String(task.Cpu) } : {}),
    ...(isScalar(task.Memory) ? { memory: String(task.Memory) } : {}),
    ...(isScalar(count) ? { count: String(count) } : {}),
    variables: new Map([...plain, ...secret]),
  }
}

/** Of whatever is deployed, also of what no mm has written. */
function resourcesOf(body: string): Resource[] {
  const template = parsedTemplate(body)?.value as { Resources?: Record<string, Resource> } | null | undefined
  return Object.values(template?.Resources ?? {})
}

const isScalar = (value: unknown): value is string | number => typeof value === 'string' || typeof value === 'number'

function variable(secret: boolean, value: unknown, parameters: Record<string, string | undefined>): Variable {
  const { Ref: name } = (typeof value === 'object' && value !== null ? value : {}) as { Ref?: string }
  const text = isScalar(value) ? String(value) : name === undefined ? undefined : parameters[name]
  return { secret, key: text ?? JSON.stringify(value), ...(secret || text === undefined ? {} : { text }) }
}
