import { MmError, interruptedError } from '../errors.js'
import type { Account } from '../ops/ports/account.js'
import { once, type AwsContext } from './context.js'
import { asked } from './errors.js'

/** Who we are, and what the region offers. */
export function account(context: AwsContext): Account {
  const options = { abortSignal: context.signal }
  const sts = once(async () => (await import('./clients/sts.js')).stsClient(context.config))
  const ec2 = once(async () => (await import('./clients/ec2.js')).ec2Client(context.config))
  const iam = once(async () => (await import('./clients/iam.js')).iamClient(context.config))
  const route53 = once(async () => (await import('./clients/route53.js')).route53Client(context.config))
  const ssm = once(async () => (await import('./clients/ssm.js')).ssmClient(context.config))

  /** The same all through a command. */
  const identity = once(async () => {
    const { Account = '', Arn = '' } = await asked('sts:GetCallerIdentity', (await sts()).getCallerIdentity({}, options))
    return { account: Account, arn: Arn, region: context.region }
  })

  return {
    identity,

    async zones() {
      const { AvailabilityZones = [] } = await asked(
        'ec2:DescribeAvailabilityZones',
        (await ec2()).describeAvailabilityZones({}, options),
      )
      return AvailabilityZones.filter(
        zone => zone.State === 'available' && (zone.ZoneType ?? 'availability-zone') === 'availability-zone',
      )
        .sort((a, b) => rank(a.ZoneId) - rank(b.ZoneId) || (a.ZoneId ?? '').localeCompare(b.ZoneId ?? ''))
        .map(zone => zone.ZoneName ?? '')
    },

    // A filter and not a list of ids: one that doesn't exist would make EC2 refuse the whole question.
    async subnets(ids) {
      const { Subnets = [] } = await asked(
        'ec2:DescribeSubnets',
        (await ec2()).describeSubnets({ Filters: [{ Name: 'subnet-id', Values: ids }] }, options),
      )
      return Subnets.map(({ SubnetId = '', AvailabilityZone = '', VpcId = '' }) => ({
        id: SubnetId,
        zone: AvailabilityZone,
        vpc: VpcId,
      }))
    },

    // The list begins at the name, so that a hundred of the same would be on its first page.
    async hostedZones(name) {
      const { HostedZones = [] } = await asked(
        'route53:ListHostedZonesByName',
        (await route53()).listHostedZonesByName({ DNSName: name }, options),
      )
      return HostedZones.filter(zone => zone.Name === `${name}.` && !zone.Config?.PrivateZone).map(({ Id = '' }) =>
        Id.replace('/hostedzone/', ''),
      )
    },

    // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/LocationsOfEdgeServers.html
    async cloudFrontPrefixList() {
      const name = 'com.amazonaws.global.cloudfront.origin-facing'
      const { PrefixLists: [list] = [] } = await asked(
        'ec2:DescribeManagedPrefixLists',
        (await ec2()).describeManagedPrefixLists({ Filters: [{ Name: 'prefix-list-name', Values: [name] }] }, options),
      )
      if (list?.PrefixListId) return list.PrefixListId
      throw new MmError('NoPrefixList', `AWS has no list of CloudFront's addresses in ${context.region}`, {
        why: `there is no managed prefix list ${name}`,
      })
    },

    // https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateServiceLinkedRole.html
    async ensureServiceRoles() {
      const client = await iam()
      const make = (AWSServiceName: string) => client.createServiceLinkedRole({ AWSServiceName }, options).catch(() => undefined)
      await Promise.all(serviceRoles.map(make))
      if (context.signal.aborted) throw interruptedError()
    },

    // CloudFormation can't. https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-2
    async closeDefaultGroup(vpc) {
      const client = await ec2()
      const Filters = [
        { Name: 'vpc-id', Values: [vpc] },
        { Name: 'group-name', Values: ['default'] },
      ]
      const { SecurityGroups: [group] = [] } = await asked(
        'ec2:DescribeSecurityGroups',
        client.describeSecurityGroups({ Filters }, options),
      )
      const { GroupId, IpPermissions = [], IpPermissionsEgress = [] } = group ?? {}
      if (IpPermissions.length > 0) {
        await asked('ec2:RevokeSecurityGroupIngress', client.revokeSecurityGroupIngress({ GroupId, IpPermissions }, options))
      }
      if (IpPermissionsEgress.length > 0) {
        const rules = { GroupId, IpPermissions: IpPermissionsEgress }
        await asked('ec2:RevokeSecurityGroupEgress', client.revokeSecurityGroupEgress(rules, options))
      }
    },

    // https://docs.aws.amazon.com/linux/al2023/ug/ec2.html (the AMI's public parameter)
    async amazonLinux(architecture) {
      const Name = `/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-${architecture}`
      const { Parameter } = await asked('ssm:GetParameter', (await ssm()).getParameter({ Name }, options))
      if (!Parameter?.Value)
        throw new MmError('NoImage', `AWS offers no Amazon Linux 2023 for ${architecture} in ${context.region}`, {
          why: `the public parameter ${Name} is empty`,
        })
      return Parameter.Value
    },
  }
}

/** In an account's first hour the services make these themselves, too late for the first stack. */
const serviceRoles = ['ecs', 'autoscaling', 'elasticloadbalancing', 'ecs.application-autoscaling'].map(
  name => `${name}.amazonaws.com`,
)

/**
 * Zones that lack what others have: Fargate, NAT gateways, or newer instance types. They come last.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/AWS_Fargate-Regions.html
 */
const limited = new Set(['use1-az3', 'usw1-az2', 'cac1-az3', 'apne1-az3'])
const rank = (zoneId: string | undefined) => Number(limited.has(zoneId ?? ''))
