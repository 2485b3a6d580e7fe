import { parse } from 'yaml'
import type { Template } from '../../src/templates/cfn.js'
import { databaseParameters } from '../../src/templates/database/database-parameters.js'
import { databaseTemplate } from '../../src/templates/database/database-template.js'
import { render } from '../../src/templates/render.js'
import { serviceParameters } from '../../src/templates/service/service-parameters.js'
import { serviceTemplate } from '../../src/templates/service/service-template.js'
import type { Service } from '../../src/manifest/service.js'
import { goldenEnvironment, type EnvironmentCase } from '../support/golden-environments.js'
import { backend, database as databaseValue, frontend } from '../support/values.js'
import { goldenStack, type ParsedResource, type ParsedStack } from './support.js'

/** A stack whose references to others have been followed: every value is text, `stack.LogicalId` for a resource. */
export interface DeployedStack {
  name: string
  resources: Record<string, ParsedResource>
  outputs: Record<string, string>
}

type Parameters = Record<string, string>

/** As CloudFormation would: parameters put in, a resource's id is `stack.LogicalId`. */
export function deploy(name: string, stack: ParsedStack, parameters: Parameters): DeployedStack {
  const known = (id: string) => parameters[id] ?? `${name}.${id}`
  const resolve = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(resolve)
    if (typeof value !== 'object' || value === null) return value
    const [[key = '', inner] = []] = Object.entries(value)
    if (key === 'Ref') {
      const text = known(inner as string)
      return stack.Parameters[inner as string]?.Type.startsWith('List<') ? text.split(',') : text
    }
    // Of all attributes only a security group's id matters here, and that's the same as its Ref.
    if (key === 'Fn::GetAtt') return known((inner as string[])[0] ?? '')
    if (key === 'Fn::Join') return (resolve((inner as [string, unknown[]])[1]) as string[]).join((inner as [string])[0])
    if (key === 'Fn::Sub' && typeof inner === 'string') return inner.replace(/\$\{([^}]+)\}/g, (_, id: string) => known(id))
    return Object.fromEntries(Object.entries(value).map(([each, v]) => [each, resolve(v)]))
  }
  return {
    name,
    resources: resolve(stack.Resources) as DeployedStack['resources'],
    outputs: Object.fromEntries(Object.entries(stack.Outputs).map(([id, { Value }]) => [id, String(resolve(Value))])),
  }
}

const apps = { backends: ['backend'] }

/** The parts of the world, by name: an environment by its golden file, and what runs in it as it's rendered for that environment. */
function parts(name: EnvironmentCase): Record<string, { stack: ParsedStack; service?: Service }> {
  const context = { ...apps, environment: goldenEnvironment(name) }
  const service = (of: Service) => ({ stack: parsed(serviceTemplate(of, context)), service: of })
  return {
    environment: { stack: goldenStack(`environment/${name}`) },
    db: { stack: parsed(databaseTemplate(databaseValue())) },
    frontend: service(frontend()),
    backend: service(backend()),
    orders: service(backend({ name: 'order-api', database: { name: 'orders', as: 'DATABASE_URL' } })),
    worker: service(worker()),
  }
}

/** A frontend, two backends, a worker and a database in one of the golden environments, wired as mm wires them. */
export function worldIn(
  name: EnvironmentCase,
  change: (stacks: Record<string, ParsedStack>) => void = () => {},
): DeployedStack[] {
  const all = parts(name)
  change(Object.fromEntries(Object.entries(all).map(([part, { stack }]) => [part, stack])))
  const { environment: network, db, ...services } = all as Required<typeof all>
  const context = { ...apps, environment: goldenEnvironment(name) }
  const environment = deploy('env', network!.stack, { App: 'shop', Env: 'dev', Zone0: 'a', Zone1: 'b', Zone2: 'c' })
  const outputs = { environment: environment.outputs }
  const values = { app: 'shop', env: 'dev', ...outputs }
  const database = deploy('db', db!.stack, databaseParameters(databaseValue(), { ...values, amiId: 'ami-1' }))
  return [
    environment,
    database,
    ...Object.entries(services).map(([part, { stack, service }]) =>
      deploy(
        part,
        stack,
        serviceParameters(service!, context, { ...values, image: 'i', repositoryArn: 'r', database: database.outputs }),
      ),
    ),
  ]
}

const parsed = (template: Template) => parse(render(template), { version: '1.1' }) as ParsedStack

/** Three members in an environment of three zones. */
export function threeMembers(): DeployedStack {
  const environment = { DatabaseSubnets: 'subnet-a,subnet-b,subnet-c', Zones: 'a,b,c', VpcId: 'vpc' }
  const values = { app: 'shop', env: 'prod', amiId: 'ami-1', environment }
  return deploy('db', goldenStack('database/three'), databaseParameters(databaseValue({ members: 3 }), values))
}

function worker(): Service {
  const service = backend()
  delete service.http
  delete service.database
  return service
}
