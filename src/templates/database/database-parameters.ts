import type { Database } from '../../manifest/database.js'
import { indexes } from './names.js'

interface Values {
  app: string
  env: string
  /** Of a replica set. */
  amiId?: string
  /** Outputs of the environment's stack. */
  environment: Record<string, string>
  /** Parameters of the database's stack, when it's deployed. */
  deployed?: Record<string, string>
}

/**
 * The values of the database stack's parameters. Each member of a replica set has a zone of its own; instances of a cluster go around the zones,
 * and one that is there stays in its own when the environment gets another: a new zone would be a new instance.
 */
export function databaseParameters(
  database: Database,
  { app, env, amiId, environment, deployed = {} }: Values,
): Record<string, string> {
  const output = (name: string) => environment[name] ?? ''
  const [subnets, zones] = [output('DatabaseSubnets').split(','), output('Zones').split(',')]
  const each = (name: string, value: (index: number) => string | undefined) =>
    Object.fromEntries(indexes(database.members).map(index => [`${name}${index}`, value(index) ?? '']))
  const common = {
    App: app,
    Env: env,
    Db: database.name,
    VpcId: output('VpcId'),
    AlarmTopicArn: output('AlarmTopicArn'),
  }
  return database.engine === 'documentdb'
    ? {
        ...common,
        Subnets: output('DatabaseSubnets'),
        ...each('Zone', index => deployed[`Zone${index}`] ?? zones[index % zones.length]),
      }
    : {
        ...common,
        AmiId: amiId ?? '',
        ...each('Subnet', index => subnets[index]),
        ...each('Zone', index => zones[index]),
        PrivateZoneId: output('PrivateZoneId'),
        PrivateZoneName: output('PrivateZoneName'),
      }
}
