import { databaseParameters } from '../../src/templates/database/database-parameters.js'
import { serviceParameters } from '../../src/templates/service/service-parameters.js'
import type { Service } from '../../src/manifest/service.js'
import { backend, database as databaseValue, environment as devEnvironment, frontend } from '../support/values.js'
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

/** An environment with a frontend, two backends, a worker and a database, from the golden stacks and wired as mm wires them. */
export function goldenWorld(change: (stacks: Record<string, ParsedStack>) => void = () => {}): DeployedStack[] {
  const names = ['environment/dev', 'database/dev', 'frontend/dev', 'backend/dev', 'backend/own-names', 'worker/dev']
  const stacks = Object.fromEntries(names.map(name => [name, goldenStack(name)]))
  change(stacks)
  const golden = (name: string) => stacks[name]!
  const environment = deploy('env', golden('environment/dev'), { App: 'shop', Env: 'dev', Zone0: 'a', Zone1: 'b' })
  const outputs = { environment: environment.outputs }
  const database = deploy(
    'db',
    golden('database/dev'),
    databaseParameters(databaseValue(), { app: 'shop', env: 'dev', amiId: 'ami-1', ...outputs }),
  )
  const service = (name: string, file: string, of: Service) =>
    deploy(
      name,
      golden(file),
      serviceParameters(
        of,
        { backends: ['backend'], environment: devEnvironment() },
        { app: 'shop', env: 'dev', image: 'i', repositoryArn: 'r', ...outputs, database: database.outputs },
      ),
    )
  return [
    environment,
    database,
    service('frontend', 'frontend/dev', frontend()),
    service('backend', 'backend/dev', backend()),
    service('orders', 'backend/own-names', backend({ database: { name: 'orders', as: 'DATABASE_URL' } })),
    service('worker', 'worker/dev', worker()),
  ]
}

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
