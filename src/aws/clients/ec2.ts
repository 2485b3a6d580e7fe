import {
  CreateSnapshotCommand,
  DescribeAvailabilityZonesCommand,
  DescribeInstancesCommand,
  DescribeManagedPrefixListsCommand,
  DescribeSecurityGroupsCommand,
  DescribeSnapshotsCommand,
  DescribeSubnetsCommand,
  DescribeVolumesCommand,
  EC2Client,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
  type EC2,
  type EC2ClientConfig,
} from '@aws-sdk/client-ec2'
import { onlyCommands } from './only-commands.js'

const commands = {
  createSnapshot: CreateSnapshotCommand,
  describeAvailabilityZones: DescribeAvailabilityZonesCommand,
  describeInstances: DescribeInstancesCommand,
  describeManagedPrefixLists: DescribeManagedPrefixListsCommand,
  describeSecurityGroups: DescribeSecurityGroupsCommand,
  describeSnapshots: DescribeSnapshotsCommand,
  describeSubnets: DescribeSubnetsCommand,
  describeVolumes: DescribeVolumesCommand,
  revokeSecurityGroupEgress: RevokeSecurityGroupEgressCommand,
  revokeSecurityGroupIngress: RevokeSecurityGroupIngressCommand,
}

/** What mm asks of EC2. Loaded by `import()`. */
export const ec2Client = (config: EC2ClientConfig) => onlyCommands<EC2, typeof commands>(new EC2Client(config), commands)
export type Ec2 = ReturnType<typeof ec2Client>
