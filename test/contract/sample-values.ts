import { resolveStack, type Answers } from './resolve.js'
import { resourceOf } from './specification.js'
import type { ParsedStack } from './support.js'

/** An account in which every golden stack could have been deployed: values of the shape that AWS's have. */
export const account = '111122223333'
export const region = 'eu-central-1'

export const arn = (service: string, rest: string, { global = false } = {}) =>
  `arn:aws:${service}:${global ? '' : region}:${account}:${rest}`

const pseudo: Record<string, string> = {
  'AWS::AccountId': account,
  'AWS::Partition': 'aws',
  'AWS::Region': region,
  'AWS::StackId': arn('cloudformation', 'stack/shop-prod-db/1a2b3c4d-0000-1111-2222-333344445555'),
  'AWS::StackName': 'shop-prod-db',
  'AWS::URLSuffix': 'amazonaws.com',
}

const parameters: Record<string, string | string[]> = {
  App: 'shop',
  Env: 'prod',
  Db: 'db',
  DatabaseUriSecret: arn('secretsmanager', 'secret:UriSecret-1a2b3c4d-AbCdEf'),
  DatabaseUriSecrets: ['UriSecret', 'TlsUriSecret'].map(id => arn('secretsmanager', `secret:${id}-1a2b3c4d-AbCdEf`)),
  DatabaseCa: arn('ssm', 'parameter/mm/shop/prod/db/1a2b3c4d/ca-CaSecret-1a2b3c4d-AbCdEf'),
  RepositoryArn: arn('ecr', 'repository/shop/backend'),
}

/** A plausible value of any parameter, by its name, else by its type. */
export function sampleParameter({ Parameters }: ParsedStack, id: string): string | string[] {
  const known = pseudo[id] ?? parameters[id]
  if (known !== undefined) return known
  const declared = Parameters[id]
  if (!declared) throw new Error(`${id} is no parameter, no resource and no pseudo parameter that is known here`)
  const one = (n: string) => (/Arns?$/.test(id) ? arn('sample', `${id}/${n}`) : `${id.toLowerCase()}-${n}`)
  return /^(List<|CommaDelimitedList)/.test(declared.Type) ? [one('0'), one('1')] : one('0')
}

/** Only parameters are put in: what refers to a resource stays a reference, as rule packs expect it. */
export const withParameters = (stack: ParsedStack): ParsedStack =>
  resolveStack(stack, { parameter: id => sampleParameter(stack, id) })

/** Everything is put in: each resource has the id and the ARN that AWS might have given. */
export function deployed(name: string, stack: ParsedStack, parameter?: Answers['parameter']): ParsedStack {
  return resolveStack(stack, {
    parameter: parameter ?? (id => sampleParameter(stack, id)),
    resource: (id, attribute) => sampleResource(`${name.replaceAll('/', '-')}-${id}`, stack.Resources[id]?.Type ?? '', attribute),
  })
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html: return values of each type. */
function sampleResource(physicalId: string, type: string, attribute?: string): string {
  const { arnTemplate, primaryIdentifier = [], cfnRefIdentifier = primaryIdentifier } = resourceOf(type) ?? {}
  const service = (type.split('::')[1] ?? '').toLowerCase()
  const ownArn = arnTemplate
    ? arnTemplate
        .replace('${Partition}', 'aws')
        .replace('${Region}', region)
        .replace('${Account}', account)
        .replace(/\$\{[^}]+\}$/, physicalId)
    : arn(service, physicalId)
  if (attribute === undefined) {
    const refIsArn = cfnRefIdentifier[0]?.endsWith('Arn') || type === 'AWS::SecretsManager::Secret'
    return refIsArn ? ownArn : physicalId
  }
  if (!attribute.endsWith('Arn')) return `${physicalId}.${attribute}`
  // Of a log group it's the form that covers its streams.
  return type === 'AWS::Logs::LogGroup' ? `${ownArn}:*` : ownArn
}
