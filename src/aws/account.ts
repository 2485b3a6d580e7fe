import { MmError } from '../errors.js'
import type { Account } from '../ops/ports.js'
import { once, type AwsContext } from './context.js'
import { asked } from './errors.js'

/** Who we are, and what the region offers. */
export function account(context: AwsContext): Account {
  const options = { abortSignal: context.signal }
  const sts = once(async () => new (await import('@aws-sdk/client-sts')).STS(context.config))
  const ec2 = once(async () => new (await import('@aws-sdk/client-ec2')).EC2(context.config))
  const ssm = once(async () => new (await import('@aws-sdk/client-ssm')).SSM(context.config))

  return {
    async identity() {
      const { Account = '', Arn = '' } = await asked('sts:GetCallerIdentity', (await sts()).getCallerIdentity({}, options))
      return { account: Account, arn: Arn, region: context.region }
    },

    async zones() {
      const { AvailabilityZones = [] } = await asked(
        'ec2:DescribeAvailabilityZones',
        (await ec2()).describeAvailabilityZones({}, options),
      )
      return AvailabilityZones.filter(
        zone => zone.State === 'available' && (zone.ZoneType ?? 'availability-zone') === 'availability-zone',
      )
        .sort((a, b) => (a.ZoneId ?? '').localeCompare(b.ZoneId ?? ''))
        .map(zone => zone.ZoneName ?? '')
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
