import type { Premises } from '../ops/ports/premises.js'
import { onlyClockErrors } from './clock-errors.js'
import { once, type AwsContext } from './context.js'
import { asked, translate } from './errors.js'
import { ecrImage } from './ecr-image.js'

/** By the names of AWS's errors, which each service has its own of. */
const missing = /^(ResourceNotFoundException|NoSuchEntity|NoSuchEntityException|NoSuchResourceException)$/

/** What a preflight asks AWS: metadata only, never a secret's value, and nobody waits long for an answer. */
export function premises(context: AwsContext): Omit<Premises, 'identity' | 'foreignImage' | 'dockerfile'> {
  const options = { abortSignal: context.signal }
  const config = hurried(context)
  const ec2 = once(async () => (await import('./clients/ec2.js')).ec2Client(config))
  const ecs = once(async () => (await import('./clients/ecs.js')).ecsClient(config))
  const iam = once(async () => (await import('./clients/iam.js')).iamClient(config))
  const quotas = once(async () => (await import('./clients/quotas.js')).quotasClient(config))
  const secrets = once(async () => (await import('./clients/secrets.js')).secretsClient(config))
  const ssm = once(async () => (await import('./clients/ssm.js')).ssmClient(config))

  /** Asked once in a command: it changes in days. */
  const fargateCpus = once(async () => {
    const client = await quotas()
    return unlessMissing('servicequotas:GetServiceQuota', async () => {
      const question = { ServiceCode: 'fargate', QuotaCode: 'L-3032A538' }
      return (await client.getServiceQuota(question, options)).Quota?.Value
    })
  })

  return {
    fargateCpus,

    // A filter and not a list of ids: one that doesn't exist would make EC2 refuse the whole question.
    async freeAddresses(ids) {
      const { Subnets = [] } = await asked(
        'ec2:DescribeSubnets',
        (await ec2()).describeSubnets({ Filters: [{ Name: 'subnet-id', Values: ids }] }, options),
      )
      return Object.fromEntries(
        Subnets.map(({ SubnetId = '', AvailableIpAddressCount = 0 }) => [SubnetId, AvailableIpAddressCount]),
      )
    },

    // https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DescribeSecret.html: everything but the value.
    async secret(SecretId) {
      const client = await secrets()
      const found = await unlessMissing('secretsmanager:DescribeSecret', () => client.describeSecret({ SecretId }, options))
      if (!found) return 'missing'
      return found.DeletedDate === undefined ? 'there' : 'deleted'
    },

    // Not GetParameters: it gives the value.
    async parameter(arn) {
      const name = arn.slice(arn.indexOf(':parameter') + ':parameter'.length)
      const { Parameters = [] } = await asked(
        'ssm:DescribeParameters',
        (await ssm()).describeParameters({ ParameterFilters: [{ Key: 'Name', Option: 'Equals', Values: [name] }] }, options),
      )
      return Parameters.length > 0
    },

    async taskRoles(taskDefinition) {
      const { taskDefinition: found } = await asked(
        'ecs:DescribeTaskDefinition',
        (await ecs()).describeTaskDefinition({ taskDefinition }, options),
      )
      const { executionRoleArn: execution, taskRoleArn: task } = found ?? {}
      return { ...(execution ? { execution } : {}), ...(task ? { task } : {}) }
    },

    async trusted(arn) {
      const client = await iam()
      const RoleName = arn.split('/').at(-1) ?? arn
      const found = await unlessMissing('iam:GetRole', () => client.getRole({ RoleName }, options))
      return found && servicesIn(decodeURIComponent(found.Role?.AssumeRolePolicyDocument ?? ''))
    },

    ecrImage: ecrImage({ ...context, config }),
  }
}

/** Twice and not eight times, and seconds instead of a minute: what isn't answered then is left out. */
const hurried = ({ config }: AwsContext): AwsContext['config'] => ({
  ...config,
  maxAttempts: 2,
  extensions: [onlyClockErrors],
  requestHandler: { connectionTimeout: 1500, requestTimeout: 3000, throwOnRequestTimeout: true },
})

/** Undefined when AWS says that there's no such thing. */
async function unlessMissing<T>(action: string, ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask()
  } catch (error) {
    if (missing.test((error as Error).name)) return undefined
    throw translate(error, action)
  }
}

interface Trust {
  Statement?: Statement | Statement[]
}
interface Statement {
  Effect?: string
  Principal?: { Service?: string | string[] } | string
}

/** Services that a trust policy allows; conditions aren't looked at. */
function servicesIn(text: string): string[] {
  const { Statement = [] } = JSON.parse(text || '{}') as Trust
  return [Statement]
    .flat()
    .flatMap(({ Effect, Principal }) =>
      Effect === 'Allow' && typeof Principal === 'object' ? [Principal.Service ?? []].flat() : [],
    )
}
