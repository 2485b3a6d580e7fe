import type { DocumentDb } from '../../manifest/database.js'
import { alarm, mathAlarm } from '../alarm.js'
import { ref, type Resource } from '../cfn.js'
import { largerInstance } from './larger.js'
import { indexes } from './names.js'

const mebibyte = 2 ** 20
const namespace = 'AWS/DocDB'

/** Alarms on load say which class answers it. Metrics and their units: https://docs.aws.amazon.com/documentdb/latest/devguide/cloud_watch.html */
export function documentDbAlarms({ members, instance, alarms: { replicationLag } }: DocumentDb): Record<string, Resource> {
  const perInstance = indexes(members).map(index =>
    Object.entries(ofInstance(index, instance)).map(([what, each]) => [`${what}Alarm${index}`, each] as const),
  )
  return {
    ...Object.fromEntries(perInstance.flat()),
    ...(members > 1
      ? {
          LagAlarm: alarm({
            what: `DocumentDB: a reader is more than ${replicationLag} s behind`,
            namespace,
            metric: 'DBClusterReplicaLagMaximum',
            dimensions: [{ Name: 'DBClusterIdentifier', Value: ref('Cluster') }],
            statistic: 'Maximum',
            above: replicationLag * 1000,
            minutes: 5,
            missing: 'notBreaching',
          }),
        }
      : {}),
  }
}

function ofInstance(index: number, type: string): Record<string, Resource> {
  const larger = largerInstance(type)
  const name = `DocumentDB instance ${index}`
  const dimensions = [{ Name: 'DBInstanceIdentifier', Value: ref(`Instance${index}`) }]
  const common = { namespace, dimensions, statistic: 'Average', minutes: 15, missing: 'breaching' } as const
  return {
    Cpu: alarm({ ...common, what: `${name}: CPU above 80 % for 15 minutes; ${larger}`, metric: 'CPUUtilization', above: 80 }),
    Memory: alarm({
      ...common,
      what: `${name}: less than 256 MiB of memory free; ${larger}`,
      metric: 'FreeableMemory',
      below: 256 * mebibyte,
    }),
    LocalStorage: alarm({
      ...common,
      what: `${name}: less than 1 GiB free for temporary files and logs; ${larger}`,
      metric: 'FreeLocalStorage',
      below: 1024 * mebibyte,
    }),
    Connections: connectionsAlarm(`${name}: more than 80 % of its connections are taken; ${larger}`, dimensions),
  }
}

/** Compared with the instance's own limit, which depends on its class. */
function connectionsAlarm(what: string, dimensions: { Name: string; Value: { Ref: string } }[]): Resource {
  const most = { namespace, dimensions, statistic: 'Maximum' } as const
  return mathAlarm({
    what,
    metrics: { taken: { ...most, metric: 'DatabaseConnections' }, limit: { ...most, metric: 'DatabaseConnectionsLimit' } },
    expression: '100 * taken / limit',
    above: 80,
    minutes: 5,
    missing: 'notBreaching',
  })
}
