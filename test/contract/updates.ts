import { isDeepStrictEqual } from 'node:util'
import type { ChangeSet } from '../../src/ops/ports/cloudformation.js'
import type { Template } from '../../src/templates/cfn.js'
import { replacement } from './replacement.js'

export type Verb = 'create' | 'delete' | 'replace' | 'conditional' | 'update'

export interface Change {
  id: string
  type: string
  verb: Verb
  /** Those that differ, or that refer to what is replaced. */
  properties: string[]
  /** It leaves the stack and stays in the account. */
  kept?: boolean
}

export interface Update {
  changes: Change[]
  /** Auto Scaling groups whose instances are replaced one after the other, and ECS services that start new tasks. */
  restarts: string[]
  rolls: string[]
  /** Outputs that come, go or have another value. */
  outputs: string[]
}

/** What CloudFormation does when a stack of the first template gets the second, with other values of the parameters named. */
export function update(first: Template, second: Template, parameters: string[] = []): Update {
  const [before, after] = [withParameters(first, []), withParameters(second, parameters)]
  const ids = [...new Set([...Object.keys(before.Resources), ...Object.keys(after.Resources)])]
  let changes: Change[] = []
  // What is replaced has another id afterwards, which changes what refers to it, and so on.
  for (let moved = new Set<string>(), size = -1; size < moved.size;) {
    size = moved.size
    changes = ids.flatMap(id => changeOf(id, before, after, moved) ?? [])
    moved = new Set(changes.flatMap(newReferences))
  }
  const moved = new Set(changes.flatMap(newReferences))
  return {
    changes,
    restarts: touching(changes, 'AWS::AutoScaling::AutoScalingGroup', instanceProperties).filter(
      id => 'AutoScalingRollingUpdate' in (after.Resources[id]?.UpdatePolicy ?? {}),
    ),
    rolls: touching(changes, 'AWS::ECS::Service', taskProperties),
    outputs: [...new Set([...Object.keys(before.Outputs), ...Object.keys(after.Outputs)])].filter(
      id => !isDeepStrictEqual(before.Outputs[id], after.Outputs[id]) || refersTo(after.Outputs[id], moved),
    ),
  }
}

/** The same as mm reads it from a change set. */
export const changeSet = ({ changes }: Update): ChangeSet => ({
  stackName: 'shop-prod',
  stackId: '',
  id: '',
  kind: 'update',
  changes: changes.map(({ id, type, verb, properties, kept = false }) => ({
    action: verb === 'conditional' ? 'replace' : verb,
    conditional: verb === 'conditional',
    logicalId: id,
    type,
    properties,
    kept,
  })),
})

/** Changes of these make CloudFormation replace a group's instances. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html */
const instanceProperties = [
  'LaunchConfigurationName',
  'LaunchTemplate',
  'MixedInstancesPolicy',
  'PlacementGroup',
  'VPCZoneIdentifier',
]

/** Changes of these make ECS start new tasks. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html */
const taskProperties = [
  ...['CapacityProviderStrategy', 'EnableECSManagedTags', 'EnableExecuteCommand', 'LoadBalancers', 'NetworkConfiguration'],
  ...['PlacementConstraints', 'PlacementStrategies', 'PlatformVersion', 'PropagateTags', 'ServiceRegistries', 'TaskDefinition'],
  ...['VolumeConfigurations'],
]

const touching = (changes: Change[], type: string, which: string[]) =>
  changes
    .filter(each => each.type === type && each.verb === 'update' && each.properties.some(property => which.includes(property)))
    .map(({ id }) => id)

function changeOf(id: string, before: Template, after: Template, moved: Set<string>): Change | undefined {
  const [old, now] = [before.Resources[id], after.Resources[id]]
  if (!old || !now) {
    const kept = old?.DeletionPolicy?.startsWith('Retain') ? { kept: true } : {}
    return { id, type: (old ?? now)!.Type, verb: old ? 'delete' : 'create', properties: [], ...kept }
  }
  const [was, is] = [old.Properties ?? {}, now.Properties ?? {}] as Record<string, unknown>[]
  const properties = [...new Set([...Object.keys(was!), ...Object.keys(is!)])].filter(
    key => !isDeepStrictEqual(was![key], is![key]) || refersTo(is![key], moved),
  )
  if (old.Type !== now.Type) return { id, type: now.Type, verb: 'replace', properties }
  if (properties.length === 0) return undefined
  // A value that only refers elsewhere now has changed as a whole.
  const verbs = properties.map(key =>
    replacement(now.Type, key, refersTo(is![key], moved) ? [undefined, is![key]] : [was![key], is![key]]),
  )
  return {
    id,
    type: now.Type,
    properties,
    verb: (['replace', 'conditional'] as const).find(verb => verbs.includes(verb)) ?? 'update',
  }
}

/** What a change gives another value: `Id` stands for its Ref and all its attributes. */
const newReferences = ({ id, type, verb }: Change): string[] => {
  if (verb === 'replace') return [id]
  return verb === 'update' && type === 'AWS::EC2::LaunchTemplate'
    ? [`${id}.LatestVersionNumber`, `${id}.DefaultVersionNumber`]
    : []
}

const refersTo = (value: unknown, moved: Set<string>): boolean =>
  references(value).some(each => moved.has(each) || moved.has(each.split('.')[0] ?? ''))

function references(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    if (key === 'Ref') return [String(inner)]
    if (key === 'Fn::GetAtt') return [(inner as string[]).join('.')]
    const text = key === 'Fn::Sub' ? (Array.isArray(inner) ? String(inner[0]) : String(inner)) : ''
    return [...[...text.matchAll(/\$\{([^}!]+)\}/g)].map(([, name = '']) => name), ...references(inner)]
  })
}

/** The template with a mark in the place of each parameter, another one for those that change, and mappings looked up. */
function withParameters(template: Template, changed: string[]): Template {
  const mark = (id: string) => `<${id}${changed.includes(id) ? ', changed' : ''}>`
  const put = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(put)
    if (typeof value === 'string') {
      return value.replace(/\$\{([^}]+)\}/g, (whole, id: string) => (id in template.Parameters ? mark(id) : whole))
    }
    if (typeof value !== 'object' || value === null) return value
    const [[key, inner] = []] = Object.entries(value) as [string, unknown][]
    if (key === 'Ref' && typeof inner === 'string' && inner in template.Parameters) return mark(inner)
    if (key === 'Fn::FindInMap') {
      const [map, top, second] = inner as [string, string, string]
      return template.Mappings?.[map]?.[top]?.[second]
    }
    return Object.fromEntries(Object.entries(value).map(([each, v]) => [each, put(v)]))
  }
  return {
    ...template,
    Resources: put(template.Resources) as Template['Resources'],
    Outputs: put(template.Outputs) as Template['Outputs'],
  }
}
