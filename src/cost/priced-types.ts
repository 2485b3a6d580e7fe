import { groupInstances } from './auto-scaling-group.js'
import { priced, type Counted, type Counter } from './counted.js'
import { fargateTasks } from './fargate.js'
import { classPrice } from './instance-prices.js'
import { prices, type Price } from './prices.js'
import { lengthOf, listOf, objectOf, textOf, textOr } from './resolve.js'
import { volumes } from './volume.js'

const one = { quantity: 1 }
const oneOf =
  (price: Price): Counter =>
  () => [priced(one, price)]

/** One of the price's units for each zone that it's in. */
const inEach = (price: Price, zones: number | undefined): Counted =>
  zones === undefined ? { unknown: 'in how many zones it is' } : priced({ quantity: zones }, price)

/** What has a price, by type. */
export const pricedTypes: ReadonlyMap<string, Counter> = new Map<string, Counter>([
  ['AWS::ECS::Service', fargateTasks],
  ['AWS::AutoScaling::AutoScalingGroup', groupInstances],
  ['AWS::EC2::Volume', ({ properties: { Size: size, ...disk } }, template) => volumes(one, { ...disk, size }, template)],
  ['AWS::EC2::NatGateway', oneOf(prices.natGateway)],
  // Also the one of a NAT gateway or of a NAT instance, and one that nothing uses.
  ['AWS::EC2::EIP', oneOf(prices.publicAddress)],
  [
    'AWS::ElasticLoadBalancingV2::LoadBalancer',
    ({ properties: { Type, Scheme, Subnets } }, template) => {
      const [type, scheme] = [textOr('application', Type, template), textOr('internet-facing', Scheme, template)]
      if (type !== 'application') return [{ unknown: 'the price of its type' }]
      const addresses = scheme === 'internal' ? [] : [inEach(prices.publicAddress, lengthOf(Subnets, template))]
      return [priced(one, prices.loadBalancer), ...addresses]
    },
  ],
  [
    'AWS::EC2::VPCEndpoint',
    ({ properties: { VpcEndpointType, SubnetIds } }, template) => {
      const type = textOr('Gateway', VpcEndpointType, template)
      // Those of S3 and DynamoDB are free of charge.
      if (type === 'Gateway') return []
      return type === 'Interface'
        ? [inEach(prices.endpoint, lengthOf(SubnetIds, template))]
        : [{ unknown: 'the price of its type' }]
    },
  ],
  [
    'AWS::DocDB::DBInstance',
    ({ properties: { DBInstanceClass } }, template) => {
      const name = textOf(DBInstanceClass, template)
      const price = name === undefined ? undefined : classPrice(name)
      return [price ? priced(one, price) : { unknown: `the price of ${name ?? 'its class'}` }]
    },
  ],
  [
    'AWS::CloudWatch::Alarm',
    ({ properties: { Metrics } }) => {
      // An alarm on an expression is paid for by the metrics in it.
      const metrics = listOf(Metrics).filter(each => objectOf(each)['MetricStat'] !== undefined).length
      return [priced(one, prices.alarm, Metrics === undefined ? 1 : metrics)]
    },
  ],
  ['AWS::CloudWatch::CompositeAlarm', oneOf(prices.compositeAlarm)],
  ['AWS::CloudWatch::Dashboard', oneOf(prices.dashboard)],
  // Each keeps two alarms, for too much and for too little.
  // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-autoscaling-targettracking.html
  ['AWS::ApplicationAutoScaling::ScalingPolicy', () => [priced({ quantity: 2 }, prices.alarm)]],
  // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cluster-auto-scaling.html
  ['AWS::ECS::CapacityProvider', () => [priced({ quantity: 2 }, prices.alarm)]],
  ['AWS::KMS::Key', oneOf(prices.key)],
  ['AWS::SecretsManager::Secret', oneOf(prices.secret)],
  ['AWS::Route53::HostedZone', oneOf(prices.zone)],
  [
    'AWS::WAFv2::WebACL',
    ({ properties: { Rules } }, template) => {
      const rules = Rules === undefined ? 0 : lengthOf(Rules, template)
      return [
        priced(one, prices.webAcl),
        rules === undefined ? { unknown: 'how many rules it has' } : priced({ quantity: rules }, prices.rule),
      ]
    },
  ],
])
