import {
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  ModifyLoadBalancerAttributesCommand,
  type ElasticLoadBalancingV2,
  type ElasticLoadBalancingV2ClientConfig,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { onlyCommands } from './only-commands.js'

const commands = {
  describeTargetHealth: DescribeTargetHealthCommand,
  modifyLoadBalancerAttributes: ModifyLoadBalancerAttributesCommand,
}

/** What mm asks of Elastic Load Balancing. Loaded by `import()`. */
export const elbClient = (config: ElasticLoadBalancingV2ClientConfig) =>
  onlyCommands<ElasticLoadBalancingV2, typeof commands>(new ElasticLoadBalancingV2Client(config), commands)
