import { isDeepStrictEqual } from 'node:util'
import { resourceOf, spec, type Type } from './specification.js'

type Effect = 'replace' | 'conditional' | 'update'

/**
 * Where the specification says less than the types' own pages; counted as a replacement, since the thing wouldn't be what it was.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-volume.html ("Updates are not supported")
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-secret.html (another GenerateSecretString
 * makes another value)
 */
const beyondTheSpecification: Record<string, string[]> = {
  'AWS::EC2::Volume': ['AvailabilityZone', 'Encrypted', 'KmsKeyId', 'SnapshotId', 'SourceVolumeId'],
  'AWS::SecretsManager::Secret': ['GenerateSecretString'],
}

/** What a change of one property does to the resource. */
export function replacement(type: string, property: string, [before, after]: [unknown, unknown]): Effect {
  if (beyondTheSpecification[type]?.includes(property)) return 'replace'
  const found = resourceOf(type)?.properties[property]
  if (!found) throw new Error(`${type}.${property} isn't in the resource specification`)
  return effect(found, before, after)
}

type Property = NonNullable<ReturnType<typeof resourceOf>>['properties'][string]

const effectOf: Record<string, Effect> = { yes: 'replace', maybe: 'conditional' }

function effect({ causesReplacement = 'no', type }: Property, before: unknown, after: unknown): Effect {
  const own = effectOf[causesReplacement]
  if (own) return own
  const inner = innerEffects(type, before, after)
  return (['replace', 'conditional'] as const).find(each => inner.includes(each)) ?? 'update'
}

/** A property that can be updated may have parts that can't. */
function innerEffects(type: Type, before: unknown, after: unknown): Effect[] {
  if (isDeepStrictEqual(before, after)) return []
  if (type.type === 'array') {
    const [was, is] = [before, after].map(each => (Array.isArray(each) ? (each as unknown[]) : []))
    return Array.from({ length: Math.max(was!.length, is!.length) }, (_, i) => innerEffects(type.element, was![i], is![i])).flat()
  }
  if (type.type !== 'ref') return []
  const { properties } = spec.get('typeDefinition', type.reference.$ref)
  const [was, is] = [before, after].map(
    each => (typeof each === 'object' && each !== null ? each : {}) as Record<string, unknown>,
  )
  return Object.entries(properties)
    .filter(([key]) => !isDeepStrictEqual(was![key], is![key]))
    .map(([key, property]) => effect(property, was![key], is![key]))
}
