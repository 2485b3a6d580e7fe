import type { Service } from '../../../../src/manifest/service.js'
import type { Intended } from '../../../../src/ops/preflight/check.js'
import type { Stack } from '../../../../src/ops/ports/cloudformation.js'
import type { Premises } from '../../../../src/ops/ports/premises.js'
import { stack } from '../../../fakes/world.js'
import { backend, database, environment } from '../../../support/values.js'

const app = { name: 'shop', region: 'eu-central-1', blockPublicSnapshots: false, tags: {} }

/** Everything is there, and plenty of it. */
export const premisesOf = (more: Partial<Premises> = {}): Premises => ({
  identity: async () => ({ account: '123456789012', region: 'eu-central-1', arn: 'arn:aws:iam::123456789012:user/ci' }),
  freeAddresses: async subnets => Object.fromEntries(subnets.map(id => [id, 100])),
  fargateCpus: async () => 100,
  secret: async () => 'there',
  parameter: async () => true,
  taskRoles: async () => ({ execution: 'arn:aws:iam::1:role/shop-Execution', task: 'arn:aws:iam::1:role/shop-Task' }),
  trusted: async () => ['ecs-tasks.amazonaws.com'],
  ecrImage: async () => ({}),
  foreignImage: async () => ({}),
  dockerfile: async () => ({ ports: [] }),
  ...more,
})

/** The service as an earlier deployment left it. */
export const deployed = (more: Partial<Stack> = {}): Stack =>
  stack('shop-dev-backend', {
    outputs: { ServiceName: 'backend', TaskDefinitionArn: 'arn:task:1' },
    parameters: { Image: 'registry.example/backend:1' },
    ...more,
  })

export const intended = (more: Partial<Intended> = {}, service: Partial<Service> = {}): Intended => ({
  request: { app, environment: environment(), service: backend(service), database: database(), root: '/r' },
  environment: stack('shop-dev', { outputs: { PublicSubnets: 'p1,p2', PrivateSubnets: 's1,s2' } }),
  database: stack('shop-dev-db', { outputs: { UriSecretArn: 'arn:secret', CaParameterArn: 'arn:ca' } }),
  before: deployed(),
  ...more,
})

const rollback = { names: [] }
export const shifting: Service['deployment'] = { strategy: 'blue_green', bakeTime: 5, rollback }
export const recreating: Service['deployment'] = { strategy: 'rolling', recreate: true, rollback }
