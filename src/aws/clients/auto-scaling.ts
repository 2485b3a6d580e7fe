import {
  AutoScalingClient,
  DescribeAutoScalingGroupsCommand,
  type AutoScaling,
  type AutoScalingClientConfig,
} from '@aws-sdk/client-auto-scaling'
import { onlyCommands } from './only-commands.js'

const commands = { describeAutoScalingGroups: DescribeAutoScalingGroupsCommand }

/** What mm asks of Auto Scaling. Loaded by `import()`. */
export const autoScalingClient = (config: AutoScalingClientConfig) =>
  onlyCommands<AutoScaling, typeof commands>(new AutoScalingClient(config), commands)
