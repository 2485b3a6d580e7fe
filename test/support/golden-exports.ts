import { parse } from 'yaml'
import { declaredStacks, type Declared } from '../../src/ops/declared-stacks.js'
import { databaseProposalOf } from '../../src/ops/database/database-proposal.js'
import type { ExportRequest } from '../../src/ops/export/export-terraform.js'
import type { Stack, StackResource } from '../../src/ops/ports/cloudformation.js'
import type { World } from '../../src/ops/ports/world.js'
import { serviceProposal } from '../../src/ops/service/service-proposal.js'
import { stackTags } from '../../src/ops/names.js'
import { fakeProgress, fakeStacks, stack, worldOf, type FakeStacks } from '../fakes/world.js'
import { goldenEnvironment } from './golden-environments.js'
import { backend, database, documentDb, environment, frontend } from './values.js'
import type { App } from '../../src/manifest/app.js'
import type { Database } from '../../src/manifest/database.js'
import type { Environment } from '../../src/manifest/environment.js'
import type { Service } from '../../src/manifest/service.js'

const plainApp: App = { name: 'shop', region: 'eu-central-1', blockPublicSnapshots: false, tags: { team: 'shop ${a} %{b}' } }

function mailer(): Service {
  const service = backend({ name: 'order-mailer' })
  delete service.http
  delete service.database
  return service
}

/** Everything that is deployed of an environment, and what the export of it is asked for. */
export interface DeployedWorld {
  world: World & { stacks: FakeStacks }
  request: ExportRequest
}

export const goldenExports: Record<string, () => DeployedWorld> = {
  dev: () => deployed({ environment: goldenEnvironment('dev'), database: database(), services: [backend()] }),
  prod: () =>
    deployed({
      environment: goldenEnvironment('prod'),
      database: database({ members: 3, instance: 'r7g.large' }),
      services: [frontend({ count: 2 }), backend(), mailer()],
    }),
  documentdb: () =>
    deployed({
      environment: environment({ name: 'stage' }),
      database: documentDb({ members: 2 }),
      services: [backend()],
      shared: false,
    }),
  roles: () =>
    deployed({
      app: { ...plainApp, deploymentRoles: {} },
      environment: goldenEnvironment('dev'),
      database: database(),
      services: [backend()],
    }),
}

interface Wanted {
  app?: App
  environment: Environment
  database: Database
  services: Service[]
  shared?: boolean
}

/** A world in which all of it is deployed, just as its manifests say. */
function deployed({ environment: of, database: db, services, shared = true, app = plainApp }: Wanted): DeployedWorld {
  const env = of.name
  const declared: Declared = {
    environment: {
      app,
      environment: of,
      services: services.map(({ name }) => name),
      databases: [db.name],
      originToken: undefined,
      locate: async () => ({ file: 'manifest.yml' }),
      root: '/r',
    },
    databases: [{ app, environment: of, database: db, locate: async () => ({ file: 'manifest.yml' }), root: '/r' }],
    services: services.map(service => ({ app, environment: of, service, backends: ['backend'], root: '/repo' })),
  }
  const bodies = new Map(declaredStacks(declared).map(each => [each.stack, each.template(stack(each.stack))]))
  const make = (name: string, parameters: Record<string, string | undefined>, tags: Record<string, string>): Stack => {
    const { Outputs = {}, Parameters = {} } = templateOf(bodies.get(name))
    return stack(name, {
      id: `arn:aws:cloudformation:${name.endsWith('-cdn') ? 'us-east-1' : 'eu-central-1'}:123456789012:stack/${name}/1`,
      outputs: Object.fromEntries(Object.entries(Outputs).map(([key, { Value }]) => [key, outputOf(name, key, Value)])),
      parameters: Object.fromEntries(Object.keys(Parameters).map(key => [key, parameters[key] ?? `${key}-of-${name}`])),
      tags,
      protected: of.production,
    })
  }
  const common = { App: app.name, Env: env, OriginToken: 'a-token-that-nobody-guesses' }
  const sharedStack = make('shop-shared', common, stackTags({ app: app.name }, app.tags))
  const tags = stackTags({ app: app.name, env }, app.tags)
  const { CloudFormationRoleArn: roleArn } = sharedStack.outputs
  const bound = (each: Stack): Stack => (roleArn === undefined ? each : { ...each, roleArn })
  const cdn = bodies.has(`shop-${env}-cdn`)
    ? make(`shop-${env}-cdn`, { ...common, HostedZoneId: 'Z0123456789ABCDEF' }, tags)
    : undefined
  const own = make(
    `shop-${env}`,
    {
      ...common,
      ...{ Zone0: 'eu-central-1a', Zone1: 'eu-central-1b', Zone2: 'eu-central-1c', NatAmiId: 'ami-0123456789abcdef0' },
      ...{ HostedZoneId: 'Z0123456789ABCDEF', CdnDomainName: cdn?.outputs['DomainName'], CdnPrefixList: 'pl-a3a144ca' },
    },
    tags,
  )
  const databases = declared.databases.map(each => {
    const { parameters, stackName } = databaseProposalOf(each, { environment: own, amiId: 'ami-0fedcba9876543210' })
    return make(stackName, parameters, stackTags({ app: app.name, env, db: db.name }, app.tags))
  })
  const workloads = declared.services.map(each => {
    const name = each.service.name
    const image = {
      reference: `123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop/${name}@sha256:${'0'.repeat(64)}`,
      repositoryArn: sharedStack.outputs[`${logical(name)}RepositoryArn`] ?? '',
    }
    const { parameters, stackName } = serviceProposal(each, { image, environment: own, database: databases[0] })
    return make(stackName, parameters, stackTags({ app: app.name, env, service: name }, app.tags))
  })
  const templates = Object.fromEntries(bodies)
  const script = { templates, resources: Object.fromEntries([...bodies].map(([name, body]) => [name, resourcesOf(name, body)])) }
  const stacks = fakeStacks([], [sharedStack, ...[own, ...databases, ...workloads].map(bound)], script)
  const world = worldOf({
    stacks,
    cdnStacks: fakeStacks([], cdn ? [bound(cdn)] : [], script),
    progress: fakeProgress([]),
    volumes: {
      find: async id => ({
        id,
        size: 20,
        zone: `eu-central-1${'abc'[Number(/volume(\d)/.exec(id)?.[1])]}`,
        state: 'in-use',
        encrypted: true,
        tags: {},
      }),
      snapshot: () => Promise.reject(new Error('an export takes no snapshot')),
      findSnapshot: async () => undefined,
    },
  })
  return { world: { ...world, stacks }, request: { declared, shared } }
}

interface Parsed {
  Parameters?: Record<string, object>
  Outputs?: Record<string, { Value: unknown }>
  Resources: Record<string, { Type: string }>
}

const templateOf = (body = ''): Parsed => parse(body, { version: '1.1' }) as Parsed

/** Text that stands in the template as it is, else something that looks like an id. */
const outputOf = (name: string, key: string, value: unknown): string => {
  if (typeof value === 'string') return value
  if (key === 'Zones') return 'eu-central-1a,eu-central-1b,eu-central-1c'
  if (key === 'PublicUrl') return `http://${name}-0123456789.eu-central-1.elb.amazonaws.com`
  return key.endsWith('Subnets') ? [0, 1, 2].map(index => `subnet-${key}${index}`).join(',') : `${name}-${key}`
}

const resourcesOf = (name: string, body: string): StackResource[] =>
  Object.entries(templateOf(body).Resources).map(([logicalId, { Type: type }]) => ({
    logicalId,
    physicalId: physicalId(name, logicalId, type),
    type,
    status: 'CREATE_COMPLETE',
  }))

function physicalId(name: string, logicalId: string, type: string): string {
  if (type === 'AWS::SecretsManager::Secret')
    return `arn:aws:secretsmanager:eu-central-1:123456789012:secret:${name}-${logicalId}-AbCdEf`
  return `${type === 'AWS::EC2::Volume' ? 'vol' : name}-${logicalId.toLowerCase()}`
}

const logical = (name: string) =>
  name
    .split('-')
    .map(part => part.charAt(0).toUpperCase() + part.slice(1))
    .join('')
