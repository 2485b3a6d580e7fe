import { describe, expect, test } from '@jest/globals'
import type { Environment } from '../../src/manifest/environment.js'
import { environmentCases, goldenEnvironment } from '../support/golden-environments.js'
import { threeMembers, worldIn } from './network-world.js'
import { connections, defaultRoute, nodes } from './reachability.js'

const apps = ['backend', 'frontend', 'orders', 'worker']

/** R10's chain, the way out to AWS's own endpoints, and nothing else. */
function chain(environment: Environment): string[] {
  const { domain, network, capacity } = environment
  const inVpc = 'cidr' in network.vpc
  const nat = inVpc && network.nat === 'instance' ? ['NatGroup'] : []
  const instances = capacity.type === 'ec2' ? ['InstanceGroup'] : []
  const outward = [...apps, 'db', ...instances]
  const hasWayOut = (node: string) =>
    network.nat !== 'none' || !inVpc || (node === 'frontend' && network.frontend === 'public' && capacity.type === 'fargate')
  return [
    ...callers(environment),
    'PublicBalancer -> frontend:3000',
    `frontend -> InternalBalancer:${domain ? 443 : 80}`,
    'InternalBalancer -> backend:8080',
    'InternalBalancer -> orders:8080',
    'backend -> db:27017',
    'orders -> db:27017',
    ...outward.filter(hasWayOut).map(node => `${node} -> internet:443`),
    ...nat.flatMap(each => [`${each} -> internet:443`, ...outward.map(node => `${node} -> ${each}:443`)]),
    ...(inVpc && network.endpoints ? [...outward, ...nat].map(node => `${node} -> Endpoints:443`) : []),
  ].sort()
}

/** Who may call the public load balancer. */
function callers({ domain, cdn, http: { public: open } }: Environment): string[] {
  if (cdn) return ['cloudfront -> PublicBalancer:443']
  const from = open.sourceIps.includes('0.0.0.0/0') ? 'internet' : 'office'
  const ports = domain ? [443, ...(open.redirect ? [80] : [])] : [80]
  return ports.map(port => `${from} -> PublicBalancer:${port}`)
}

describe.each(environmentCases)('in the environment %s', name => {
  const environment = goldenEnvironment(name)
  const world = worldIn(name)

  test('the chain internet -> balancer -> frontend -> balancer -> backend -> database is open, and nothing else', () => {
    expect(connections(world)).toEqual(chain(environment))
  })

  test('only the public balancer, the way out, and a public frontend have public addresses', () => {
    const expected = [
      'PublicBalancer',
      ...(environment.network.frontend === 'public' ? ['frontend'] : []),
      ...('cidr' in environment.network.vpc && environment.network.nat === 'instance' ? ['NatGroup'] : []),
    ]
    const found = nodes(world).filter(({ isPublic }) => isPublic)
    expect(found.map(({ name: node }) => node).sort()).toEqual(expected.sort())
  })

  test('only what is in public subnets has a route that the internet can come in by', () => {
    const inPublic = ['PublicBalancer', 'NatGroup', ...(environment.network.frontend === 'public' ? ['frontend'] : [])]
    for (const node of nodes(world)) {
      const open = node.subnets.map(subnet => Boolean(defaultRoute(world, subnet)?.endsWith('InternetGateway')))
      expect([node.name, new Set(open)]).toEqual([node.name, new Set([inPublic.includes(node.name)])])
    }
  })
})

test('the database has subnets of its own', () => {
  const [db, backend] = ['db', 'backend'].map(name => nodes(worldIn('dev')).find(node => node.name === name)!.subnets)
  expect(db!.filter(subnet => backend!.includes(subnet))).toEqual([])
})

test.each([
  ['dev', ['env.NatInterface', 'env.NatInterface']],
  ['nat-single', ['env.NatGateway0', 'env.NatGateway0']],
  ['nat-none', [undefined, undefined]],
  ['prod', ['env.NatGateway0', 'env.NatGateway1', 'env.NatGateway2']],
] as const)('private subnets of %s go out through %j', (name, expected) => {
  const world = worldIn(name)
  const { subnets } = nodes(world).find(node => node.name === 'backend')!
  expect(subnets.map(subnet => defaultRoute(world, subnet))).toEqual(expected)
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
  const expected = chain(goldenEnvironment('dev'))
  const opened = (change: NonNullable<Parameters<typeof worldIn>[1]>) => {
    const now = connections(worldIn('dev', change))
    return { more: now.filter(each => !expected.includes(each)), fewer: expected.filter(each => !now.includes(each)) }
  }

  test('a balancer whose list of outgoing rules is left out may call everything', () => {
    const { more } = opened(
      stacks => delete stacks['environment']!.Resources['PublicBalancerSecurityGroup']!.Properties!['SecurityGroupEgress'],
    )
    expect(more).toContain('PublicBalancer -> internet:443')
  })
  test('a database that is open to the network', () => {
    const { more } = opened(stacks => {
      stacks['db']!.Resources['SecurityGroup']!.Properties!['SecurityGroupIngress'] = [
        { IpProtocol: 'tcp', FromPort: 27017, ToPort: 27017, CidrIp: '10.0.0.0/16' },
      ]
      stacks['worker']!.Resources['SecurityGroup']!.Properties!['SecurityGroupEgress'] = [
        { IpProtocol: '-1', CidrIp: '0.0.0.0/0' },
      ]
    })
    expect(more).toContain('worker -> db:27017')
  })
  test('a link with one side only', () => {
    const { fewer } = opened(stacks => delete stacks['frontend']!.Resources['ServiceToInternalBalancerIngress'])
    expect(fewer).toEqual(['frontend -> InternalBalancer:80'])
  })
  test('a rule for an operator, who comes by Session Manager and needs none', () => {
    const { more } = opened(stacks => {
      stacks['db']!.Resources['Operator'] = {
        Type: 'AWS::EC2::SecurityGroupIngress',
        Properties: { GroupId: { Ref: 'SecurityGroup' }, IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp: '10.0.0.0/8' },
      }
      stacks['worker']!.Resources['SecurityGroup']!.Properties!['SecurityGroupEgress'] = [
        { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp: '10.0.0.0/8' },
      ]
    })
    expect(more).toContain('worker -> db:22')
  })
  test('a private subnet with a route to the internet', () => {
    const world = worldIn('dev', stacks => {
      const route = stacks['environment']!.Resources['PrivateDefaultRoute0']!.Properties!
      delete route['NetworkInterfaceId']
      route['GatewayId'] = { Ref: 'InternetGateway' }
    })
    const { subnets } = nodes(world).find(node => node.name === 'backend')!
    expect(defaultRoute(world, subnets[0]!)).toBe('env.InternetGateway')
  })
})
