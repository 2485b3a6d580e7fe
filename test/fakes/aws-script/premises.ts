import { failure, result, type Script } from '../aws-server.js'
import type { Action } from './actions.js'
import { account, stackOf, type AwsState } from './world.js'

/** What a deployment takes for granted, as long as the story doesn't say otherwise. */
export interface Premises {
  /** Addresses that each subnet has left. */
  addresses: number
  /** vCPUs that the account may have on Fargate. */
  cpus: number
  /** Roles and subnets that aren't there, by their names. */
  gone: Set<string>
  /** The one service that a role trusts, by the role's name. */
  trusts: Map<string, string>
}

export const premises = (): Premises => ({
  addresses: 200,
  cpus: 100,
  gone: new Set(),
  trusts: new Map(),
})

/** What a story may say about them. */
export const premiseVerbs: [RegExp, (...groups: string[]) => Action][] = [
  [/^each subnet has (\d+) addresses left$/, count => aws => void (aws.premises.addresses = Number(count))],
  [/^the account may have (\d+) vCPUs$/, count => aws => void (aws.premises.cpus = Number(count))],
  [
    /^(?:role|subnet) (\S+) is gone$/,
    (name = '') =>
      aws =>
        void aws.premises.gone.add(name),
  ],
  [
    /^role (\S+) trusts (\S+)$/,
    (role = '', service = '') =>
      aws =>
        void aws.premises.trusts.set(role, service),
  ],
]

/** ARNs of the roles that every revision of a service names. */
export const taskRolesOf = (service: string) => ({
  executionRoleArn: `arn:aws:iam::${account}:role/${stackOf(service)}-ExecutionRole`,
  taskRoleArn: `arn:aws:iam::${account}:role/${stackOf(service)}-TaskRole`,
})

/** Questions about them; none changes anything. */
export function premiseCalls({ premises: known }: AwsState): Script {
  const isGone = (name: string) => known.gone.has(name)
  return {
    // As of EC2's own dialect, names begin with small letters.
    DescribeSubnets: input => {
      const ids = Object.entries(input).flatMap(([key, value]) => (/^Filter\.1\.Value\./.test(key) ? String(value) : []))
      const there = ids.filter(id => !isGone(id))
      return result({ subnetSet: there.map(subnetId => ({ subnetId, availableIpAddressCount: known.addresses })) })
    },

    GetServiceQuota: ({ ServiceCode, QuotaCode }) =>
      ServiceCode === 'fargate' && QuotaCode === 'L-3032A538'
        ? result({ Quota: { ServiceCode, QuotaCode, Value: known.cpus } })
        : failure('NoSuchResourceException', 'The request failed because the specified quota does not exist.'),

    GetRole({ RoleName }) {
      const name = String(RoleName)
      if (isGone(name)) return failure('NoSuchEntity', `The role with name ${name} cannot be found.`, 404)
      const Service = known.trusts.get(name) ?? 'ecs-tasks.amazonaws.com'
      const Statement = [{ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' }]
      return result({ Role: { RoleName, AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify({ Statement })) } })
    },
  }
}
