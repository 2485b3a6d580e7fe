import { describe, expect, test } from '@jest/globals'
import { goldenWorld, threeMembers } from './network-world.js'
import { connections, nodes } from './reachability.js'

/** R10's chain, and the way out to AWS's own endpoints. */
const chain = [
  'internet -> PublicBalancer:80',
  'PublicBalancer -> frontend:3000',
  'frontend -> InternalBalancer:80',
  'InternalBalancer -> backend:8080',
  'InternalBalancer -> orders:8080',
  'backend -> db:27017',
  'orders -> db:27017',
  ...['backend', 'db', 'frontend', 'orders', 'worker'].flatMap(node => [`${node} -> internet:443`, `${node} -> NatGroup:443`]),
  'NatGroup -> internet:443',
].sort()

test('the chain internet -> balancer -> frontend -> balancer -> backend -> database is open, and nothing else', () => {
  expect(connections(goldenWorld())).toEqual(chain)
})

test('members of a replica set reach each other and AWS, and nothing else', () => {
  const members = ['db.Group0', 'db.Group1', 'db.Group2']
  const toEachOther = members.flatMap(from => members.filter(to => to !== from).map(to => `${from} -> ${to}:27017`))
  expect(connections([threeMembers()])).toEqual([...toEachOther, ...members.map(each => `${each} -> internet:443`)].sort())
})

test('each member has a subnet of its own', () => {
  expect(nodes([threeMembers()]).map(({ subnets }) => subnets)).toEqual([['subnet-a'], ['subnet-b'], ['subnet-c']])
})

describe('what the evaluation would find', () => {
  const opened = (change: NonNullable<Parameters<typeof goldenWorld>[0]>) => {
    const now = connections(goldenWorld(change))
    return { more: now.filter(each => !chain.includes(each)), fewer: chain.filter(each => !now.includes(each)) }
  }

  test('a balancer whose list of outgoing rules is left out may call everything', () => {
    const { more } = opened(
      stacks => delete stacks['environment/dev']!.Resources['PublicBalancerSecurityGroup']!.Properties!['SecurityGroupEgress'],
    )
    expect(more).toContain('PublicBalancer -> internet:443')
  })
  test('a database that is open to the network', () => {
    const { more } = opened(stacks => {
      stacks['database/dev']!.Resources['SecurityGroup']!.Properties!['SecurityGroupIngress'] = [
        { IpProtocol: 'tcp', FromPort: 27017, ToPort: 27017, CidrIp: '10.0.0.0/16' },
      ]
      stacks['worker/dev']!.Resources['SecurityGroup']!.Properties!['SecurityGroupEgress'] = [
        { IpProtocol: '-1', CidrIp: '0.0.0.0/0' },
      ]
    })
    expect(more).toContain('worker -> db:27017')
  })
  test('a link with one side only', () => {
    const { fewer } = opened(stacks => delete stacks['frontend/dev']!.Resources['ServiceToInternalBalancerIngress'])
    expect(fewer).toEqual(['frontend -> InternalBalancer:80'])
  })
})

test('only the public balancer, the frontend and the NAT instance have public addresses', () => {
  expect(
    nodes(goldenWorld())
      .filter(({ isPublic }) => isPublic)
      .map(({ name }) => name),
  ).toEqual(['PublicBalancer', 'frontend', 'NatGroup'])
})

describe('the way to the internet of each subnet', () => {
  const world = goldenWorld()
  const [environment] = world
  const properties = (type: string) =>
    Object.values(environment!.resources)
      .filter(({ Type }) => Type === type)
      .map(({ Properties = {} }) => Properties as Record<string, string>)

  /** Where a subnet's default route leads. */
  const gateway = (subnet: string) => {
    const table = properties('AWS::EC2::SubnetRouteTableAssociation').find(({ SubnetId }) => SubnetId === subnet)?.[
      'RouteTableId'
    ]
    const routes = properties('AWS::EC2::Route').filter(({ RouteTableId }) => RouteTableId === table)
    return routes.map(({ GatewayId, NatGatewayId, NetworkInterfaceId }) => GatewayId ?? NatGatewayId ?? NetworkInterfaceId)
  }

  test.each([
    ['PublicBalancer', ['env.InternetGateway']],
    ['frontend', ['env.InternetGateway']],
    ['InternalBalancer', ['env.NatInterface']],
    ['backend', ['env.NatInterface']],
    ['worker', ['env.NatInterface']],
    ['db', ['env.NatInterface']],
  ])('of %s', (name, expected) => {
    const { subnets } = nodes(world).find(node => node.name === name)!
    expect(subnets.length).toBeGreaterThan(0)
    for (const subnet of subnets) expect(gateway(subnet)).toEqual(expected)
  })

  test('the database has subnets of its own', () => {
    const [db, backend] = ['db', 'backend'].map(name => nodes(world).find(node => node.name === name)!.subnets)
    expect(db!.filter(subnet => backend!.includes(subnet))).toEqual([])
  })
})
