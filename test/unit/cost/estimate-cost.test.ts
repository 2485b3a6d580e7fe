import { describe, expect, test } from '@jest/globals'
import { estimateCost } from '../../../src/cost/estimate-cost.js'

type Resources = Record<string, { Type: string; Properties?: object; Condition?: string }>

/** JSON is YAML. */
const text = (Resources: Resources, more: object = {}) => JSON.stringify({ ...more, Resources })
const estimate = (resources: Resources, more: object = {}, parameters: Record<string, string | undefined> = {}) => {
  const result = estimateCost(text(resources, more), parameters)
  if (!result) throw new Error('it could not be read')
  return result
}

const one = (Type: string, Properties: object = {}) => estimate({ It: { Type, Properties } })
const ref = (Ref: string) => ({ Ref })
const subnets = [ref('A'), ref('B')]

describe('what has one price costs that', () => {
  // The amounts were worked out by hand from AWS's pages, for 730 hours.
  test.each<[type: string, properties: object, monthly: number]>([
    ['AWS::EC2::NatGateway', {}, 32.85],
    ['AWS::EC2::EIP', { Domain: 'vpc' }, 3.65],
    ['AWS::KMS::Key', {}, 1],
    ['AWS::SecretsManager::Secret', {}, 0.4],
    ['AWS::Route53::HostedZone', {}, 0.5],
    ['AWS::CloudWatch::Dashboard', {}, 3],
    ['AWS::CloudWatch::Alarm', { MetricName: 'CPUUtilization' }, 0.1],
    [
      'AWS::CloudWatch::Alarm',
      {
        Metrics: [
          { Id: 'a', MetricStat: {} },
          { Id: 'b', MetricStat: {} },
          { Id: 'c', Expression: 'a+b' },
        ],
      },
      0.2,
    ],
    ['AWS::CloudWatch::CompositeAlarm', {}, 0.5],
    ['AWS::ApplicationAutoScaling::ScalingPolicy', {}, 0.2],
    ['AWS::ECS::CapacityProvider', {}, 0.2],
    ['AWS::WAFv2::WebACL', { Rules: [{}, {}, {}] }, 8],
    ['AWS::WAFv2::WebACL', {}, 5],
    ['AWS::ElasticLoadBalancingV2::LoadBalancer', { Scheme: 'internal', Subnets: subnets }, 16.43],
    ['AWS::ElasticLoadBalancingV2::LoadBalancer', { Scheme: 'internet-facing', Subnets: subnets }, 23.73],
    ['AWS::ElasticLoadBalancingV2::LoadBalancer', { Subnets: ['subnet-1', 'subnet-2', 'subnet-3'] }, 27.38],
    ['AWS::EC2::VPCEndpoint', { VpcEndpointType: 'Interface', SubnetIds: subnets }, 14.6],
    ['AWS::EC2::VPCEndpoint', { VpcEndpointType: 'Gateway' }, 0],
    ['AWS::EC2::VPCEndpoint', {}, 0],
    ['AWS::EC2::Volume', { VolumeType: 'gp3', Size: 100 }, 8],
    ['AWS::EC2::Volume', { VolumeType: 'gp3', Size: 100, Iops: 3000, Throughput: 125 }, 8],
    ['AWS::EC2::Volume', { VolumeType: 'gp3', Size: '100', Iops: 6000, Throughput: 250 }, 28],
    ['AWS::DocDB::DBInstance', { DBInstanceClass: 'db.t3.medium' }, 56.94],
    ['AWS::DocDB::DBInstance', { DBInstanceClass: 'db.t4g.medium' }, 55.23],
    ['AWS::DocDB::DBInstance', { DBInstanceClass: 'db.r6g.large' }, 192.1],
    ['AWS::DocDB::DBInstance', { DBInstanceClass: 'db.r5.4xlarge' }, 1617.68],
    ['AWS::S3::Bucket', {}, 0],
    ['AWS::EC2::VPC', {}, 0],
  ])('%s %j: %d', (type, properties, monthly) => {
    expect(one(type, properties)).toMatchObject({ monthly, unknown: [] })
    expect(one(type, properties)).not.toHaveProperty('upTo')
  })
})

const task = (more: object = {}) => ({
  Type: 'AWS::ECS::TaskDefinition',
  Properties: {
    ...{ Cpu: '256', Memory: '512', RequiresCompatibilities: ['FARGATE'] },
    RuntimePlatform: { CpuArchitecture: 'X86_64', OperatingSystemFamily: 'LINUX' },
    ...more,
  },
})
const service = (more: object = {}) => ({
  Type: 'AWS::ECS::Service',
  Properties: {
    ...{ TaskDefinition: ref('Task'), DesiredCount: 1 },
    CapacityProviderStrategy: [{ CapacityProvider: 'FARGATE', Weight: 1 }],
    ...more,
  },
})
const target = (min: number, max: number) => ({
  Type: 'AWS::ApplicationAutoScaling::ScalableTarget',
  Properties: {
    ResourceId: { 'Fn::Sub': 'service/${ClusterName}/${Web.Name}' },
    ...{ MinCapacity: min, MaxCapacity: max },
  },
})
const arm = { RuntimePlatform: { CpuArchitecture: 'ARM64' } }
const open = { NetworkConfiguration: { AwsvpcConfiguration: { AssignPublicIp: 'ENABLED' } } }
const mixed = {
  CapacityProviderStrategy: [
    { CapacityProvider: 'FARGATE', Base: 1, Weight: 1 },
    { CapacityProvider: 'FARGATE_SPOT', Weight: 3 },
  ],
}

describe('tasks', () => {
  test.each<[what: string, taskHas: object, serviceHas: object, monthly: number]>([
    ['of the smallest size', {}, {}, 9.01],
    ['of twice that CPU', { Cpu: '512', Memory: '1024' }, {}, 18.02],
    ['on Arm', arm, {}, 7.21],
    ['two of them', {}, { DesiredCount: 2 }, 18.02],
    ['none', {}, { DesiredCount: 0 }, 0],
    ['with an address each', {}, { DesiredCount: 2, ...open }, 25.32],
    ['without a strategy', {}, { CapacityProviderStrategy: undefined }, 9.01],
    ['without a number', {}, { DesiredCount: undefined }, 9.01],
    // One, and one of the four others, on demand; three by Spot at half the price.
    ['some by Spot', {}, { DesiredCount: 5, ...mixed }, 31.54],
    ['fewer than the base', {}, { DesiredCount: 1, ...mixed }, 9.01],
    [
      'on instances',
      { RequiresCompatibilities: ['EC2'] },
      { CapacityProviderStrategy: [{ CapacityProvider: ref('CapacityProvider'), Weight: 1 }] },
      0,
    ],
  ])('%s', (_, taskHas, serviceHas, monthly) => {
    expect(estimate({ Task: task(taskHas), Web: service(serviceHas) })).toMatchObject({ monthly, unknown: [] })
  })

  test('that scale cost what the least of them do, and up to what the most do', () => {
    const resources = { Task: task(), Web: service({ DesiredCount: undefined, ...open }), ScalableTarget: target(2, 10) }
    // 2 and 10 times 9.010025 and 3.65.
    expect(estimate(resources)).toMatchObject({ monthly: 25.32, upTo: 126.6 })
  })

  test('whose number is fixed by its scaling have no range', () => {
    expect(estimate({ Task: task(), Web: service(), ScalableTarget: target(2, 2) })).not.toHaveProperty('upTo')
  })

  test("scale by their own service's target only", () => {
    const other = estimate({ Task: task(), Api: service(), ScalableTarget: target(2, 10) })
    expect(other).toMatchObject({ monthly: 9.01 })
  })

  test('are told by CPU and memory', () => {
    expect(estimate({ Task: task(), Web: service({ DesiredCount: 2 }) }).lines).toEqual([
      { logicalId: 'Web', what: 'Fargate', quantity: 0.5, unit: 'vCPU of a task', monthly: 14.7752 },
      { logicalId: 'Web', what: 'Fargate', quantity: 1, unit: 'GB of memory of a task', monthly: 3.2449 },
    ])
  })
})

const launch = (more: object = {}) => ({
  Type: 'AWS::EC2::LaunchTemplate',
  Properties: {
    LaunchTemplateData: {
      InstanceType: 't4g.small',
      BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { VolumeType: 'gp3', VolumeSize: 16 } }],
      ...more,
    },
  },
})
const group = (more: object = {}) => ({
  Type: 'AWS::AutoScaling::AutoScalingGroup',
  Properties: {
    ...{ MinSize: '1', MaxSize: '1', DesiredCapacity: '1' },
    LaunchTemplate: { LaunchTemplateId: ref('Launch'), Version: '1' },
    ...more,
  },
})
const grouped = (launchHas: object = {}, groupHas: object = {}) => estimate({ Launch: launch(launchHas), Group: group(groupHas) })

describe('instances', () => {
  test.each<[what: string, launchHas: object, groupHas: object, monthly: number]>([
    // 0.0168 * 730 + 16 * 0.08
    ['with their volume', {}, {}, 13.54],
    ['with metrics by the minute', { Monitoring: { Enabled: true } }, {}, 15.64],
    ['with an address', { NetworkInterfaces: [{ AssociatePublicIpAddress: true }] }, {}, 17.19],
    ['without an address', { NetworkInterfaces: [{ AssociatePublicIpAddress: false }] }, {}, 13.54],
    ['three of them', {}, { MinSize: '3', MaxSize: '3', DesiredCapacity: '3' }, 40.63],
    ['none, while a restore waits', {}, { MinSize: '0', MaxSize: '0', DesiredCapacity: '0' }, 0],
    ['of another size', { InstanceType: 'r7g.2xlarge' }, {}, 314.01],
    ['of a flexible family', { InstanceType: 'm7i-flex.large' }, {}, 71.18],
  ])('%s', (_, launchHas, groupHas, monthly) => {
    const result = grouped(launchHas, groupHas)
    expect(result).toMatchObject({ monthly, unknown: [] })
    expect(result).not.toHaveProperty('upTo')
  })

  test('that scale have a range', () => {
    expect(grouped({}, { MinSize: '2', MaxSize: '4', DesiredCapacity: undefined })).toMatchObject({ monthly: 27.09, upTo: 54.18 })
  })
})

describe('what cannot be told is named, and never counted as nothing', () => {
  test.each<[what: string, resources: Resources, unknown: object[]]>([
    [
      'an instance type',
      { Launch: launch({ InstanceType: 'u7i-12tb.224xlarge', BlockDeviceMappings: [] }), Group: group() },
      [{ logicalId: 'Group', what: 'the price of u7i-12tb.224xlarge' }],
    ],
    [
      'bare metal',
      { Launch: launch({ InstanceType: 'm5.metal', BlockDeviceMappings: [] }), Group: group() },
      [{ logicalId: 'Group', what: 'the price of m5.metal' }],
    ],
    ['a launch template of elsewhere', { Group: group() }, [{ logicalId: 'Group', what: 'what its instances are' }]],
    [
      'a volume that the image makes',
      { Launch: launch({ InstanceType: 'a9.large', BlockDeviceMappings: undefined }), Group: group() },
      [
        { logicalId: 'Group', what: 'the price of a9.large' },
        { logicalId: 'Group', what: "the size of its instances' volume" },
      ],
    ],
    [
      'a number of instances',
      { Launch: launch(), Group: group({ MaxSize: { 'Fn::GetAtt': ['A', 'B'] } }) },
      [{ logicalId: 'Group', what: 'how many instances there are' }],
    ],
    [
      'a class of DocumentDB',
      { Instance: { Type: 'AWS::DocDB::DBInstance', Properties: { DBInstanceClass: 'db.r8g.large' } } },
      [{ logicalId: 'Instance', what: 'the price of db.r8g.large' }],
    ],
    [
      'a size',
      { Volume: { Type: 'AWS::EC2::Volume', Properties: { VolumeType: 'gp3', SnapshotId: 'snap-1' } } },
      [{ logicalId: 'Volume', what: 'how many GB of gp3 it has' }],
    ],
    [
      'a type of volume',
      { Volume: { Type: 'AWS::EC2::Volume', Properties: { VolumeType: 'io2', Size: 10 } } },
      [{ logicalId: 'Volume', what: 'the price of a volume of io2 type' }],
    ],
    [
      'a number of zones',
      {
        Endpoint: {
          Type: 'AWS::EC2::VPCEndpoint',
          Properties: { VpcEndpointType: 'Interface', SubnetIds: { 'Fn::Split': [',', ref('Subnets')] } },
        },
      },
      [{ logicalId: 'Endpoint', what: 'in how many zones it is' }],
    ],
    [
      'a type of load balancer',
      { Balancer: { Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', Properties: { Type: 'network' } } },
      [{ logicalId: 'Balancer', what: 'the price of its type' }],
    ],
    [
      "a task's size",
      { Task: task({ Cpu: { 'Fn::If': ['Large', '1024', '256'] } }), Web: service() },
      [{ logicalId: 'Web', what: 'the size of its tasks' }],
    ],
    [
      "a task's platform",
      { Task: task({ RuntimePlatform: { OperatingSystemFamily: 'WINDOWS_SERVER_2022_CORE' } }), Web: service() },
      [{ logicalId: 'Web', what: 'the platform of its tasks' }],
    ],
    [
      'a number of tasks',
      { Task: task(), Web: service({ DesiredCount: ref('Count') }) },
      [{ logicalId: 'Web', what: 'how many tasks there are' }],
    ],
    [
      'what runs tasks',
      { Task: task(), Web: service({ CapacityProviderStrategy: [{ CapacityProvider: ref('Provider'), Weight: 1 }] }) },
      [{ logicalId: 'Web', what: 'what its tasks run on' }],
    ],
    [
      'a type of resource',
      { Table: { Type: 'AWS::DynamoDB::Table' } },
      [{ logicalId: 'Table', what: 'the price of AWS::DynamoDB::Table' }],
    ],
    [
      'a condition',
      { Nat: { Type: 'AWS::EC2::NatGateway', Condition: 'WithNat' } },
      [{ logicalId: 'Nat', what: 'whether its condition holds' }],
    ],
  ])('%s', (_, resources, unknown) => {
    expect(estimate(resources)).toEqual({ monthly: 0, lines: [], unknown })
  })

  test('beside what is known', () => {
    const { monthly, unknown } = grouped({ InstanceType: 'u7i-12tb.224xlarge' })
    expect([monthly, unknown.length]).toEqual([1.28, 1])
  })
})

describe('parameters', () => {
  const Parameters = { Size: { Type: 'Number', Default: 20 }, Zones: { Type: 'List<AWS::EC2::Subnet::Id>' } }
  const volume = { V: { Type: 'AWS::EC2::Volume', Properties: { VolumeType: 'gp3', Size: ref('Size') } } }
  const endpoint = {
    E: { Type: 'AWS::EC2::VPCEndpoint', Properties: { VpcEndpointType: 'Interface', SubnetIds: ref('Zones') } },
  }

  test('have the values that they are given', () => {
    expect(estimate(volume, { Parameters }, { Size: '50' }).monthly).toBe(4)
  })
  test('have their default else', () => {
    expect(estimate(volume, { Parameters }, { Size: undefined }).monthly).toBe(1.6)
  })
  test('are lists where their type says so', () => {
    expect(estimate(endpoint, { Parameters }, { Zones: 'subnet-1,subnet-2,subnet-3' }).monthly).toBe(21.9)
  })
  test('without a value leave it open', () => {
    expect(estimate(endpoint, { Parameters }).unknown).toEqual([{ logicalId: 'E', what: 'in how many zones it is' }])
  })
})

describe('no estimate is made', () => {
  test.each([
    ['no template', 'of an earlier deployment'],
    ['nothing', ''],
    ['no YAML', 'Resources:\n  A: {'],
    ['no resources', 'Outputs: {}'],
    ["functions in a form that isn't mm's", 'Resources:\n  V:\n    Type: AWS::EC2::Volume\n    Properties: {Size: !Ref Size}\n'],
    ['a macro', text({ It: { Type: 'AWS::EC2::NatGateway' } }, { Transform: 'AWS::LanguageExtensions' })],
    ['a resource without a type', 'Resources:\n  A: {Properties: {}}\n'],
    ['a key twice', 'Resources:\n  A: {Type: AWS::KMS::Key}\n  A: {Type: AWS::KMS::Key}\n'],
  ])('of %s', (_, template) => {
    expect(estimateCost(template, {})).toBeUndefined()
  })
})
