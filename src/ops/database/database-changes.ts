import { usageError, type Position } from '../../errors.js'
import type { Database, MongoDb } from '../../manifest/database.js'
import type { Stack } from '../ports/cloudformation.js'
import { tlsRefusals } from './tls-changes.js'

export interface DatabaseChange {
  database: Database
  /** The database's stack, when it's deployed. */
  deployed: Stack | undefined
  /** Stacks of the environment's services; needed only when `changesTls`. */
  services: Stack[]
  environmentName: string
  /** Outputs of the environment's stack. */
  environment: Record<string, string>
  /** The one that the database is in. */
  region: string
  /** Where a key of the manifest stands. */
  locate: (path: string[]) => Promise<Position>
}

/** One thing that can't be done, with the key of the manifest that asks for it. */
export interface Refusal {
  path: string[]
  what: string
  fix: string[]
}

/** Throws ChangeRefused (exit 2) when the manifest asks for what a deployment can't do to the database or in its environment. */
export async function refuseChange(change: DatabaseChange): Promise<void> {
  const refusals = [...placeRefusals(change), ...deployedRefusals(change)]
  const [first, ...others] = refusals
  if (!first) return
  const { name } = change.database
  throw usageError('ChangeRefused', others.length === 0 ? first.what : `${refusals.length} changes of ${name} can't be made`, {
    at: await Promise.all(refusals.map(({ path }) => change.locate(path))),
    ...(others.length > 0 ? { why: refusals.map(({ what }) => what).join('\n') } : {}),
    state: 'nothing was changed',
    fix: refusals.flatMap(({ fix }) => fix),
  })
}

/** What the environment and the region don't allow. */
function placeRefusals({ database, environment, region }: DatabaseChange): Refusal[] {
  if (database.engine !== 'mongodb') return []
  const zones = environment['Zones']?.split(',').length ?? 0
  return [
    ...(environment['Nat'] === 'none'
      ? [
          {
            path: ['type'],
            what: 'the environment has no way to the internet, and members install MongoDB from its package mirror',
            fix: ['network: {nat: instance} in the manifest of the environment, then mm env deploy', 'or engine: documentdb'],
          },
        ]
      : []),
    ...(database.members > zones
      ? [
          {
            path: ['members'],
            what: `members is ${database.members}, and the environment has ${zones} zones: each member needs its own`,
            fix: ['members: 1', 'or an environment with network: {zones: 3}; the zones of one that is deployed stay as they are'],
          },
        ]
      : []),
    ...(database.backup.copyTo.includes(region)
      ? [
          {
            path: ['backup', 'copy_to'],
            what: `backup.copy_to has ${region}, the region that the database is in`,
            fix: [`remove ${region}`],
          },
        ]
      : []),
  ]
}

/** What is deployed and can't become what is written. Stacks of the first version have no such outputs: one member, the engine mongodb. */
function deployedRefusals({ database, deployed, services, environmentName }: DatabaseChange): Refusal[] {
  if (!deployed) return []
  const { Engine: engine = 'mongodb', MongoVersion: version } = deployed.outputs
  if (engine !== database.engine) {
    return [
      {
        path: ['engine'],
        what: `engine is ${database.engine}, and ${engine} is deployed: data doesn't move from one to the other by a deployment`,
        fix: [`engine: ${engine}`, 'or a database of another name, filled by mongodump and mongorestore'],
      },
    ]
  }
  return [
    ...(version === undefined ? [] : versionRefusals(database, version)),
    ...(database.engine === 'mongodb'
      ? [
          ...replicaSetRefusals(database, deployed.outputs),
          ...tlsRefusals(database.tls, deployed.outputs, { services, env: environmentName }),
        ]
      : []),
  ]
}

const series = (version: string) => version.split('.').slice(0, 2).join('.')
const patch = (version: string) => Number(version.split('.')[2])

/** https://www.mongodb.com/docs/manual/release-notes/8.0-upgrade-replica-set/: a series opens the data of the one before, and there's a way back only for a while. */
function versionRefusals({ version }: Database, deployed: string): Refusal[] {
  const stay = `version: "${deployed}"`
  const says = `version is ${version}, and ${deployed} is deployed`
  if (series(version) !== series(deployed)) {
    return [
      {
        path: ['version'],
        what: `${says}: a deployment doesn't change the series, since the data must be made ready for it first`,
        fix: [stay, 'or a database of another name and the new series, filled by mongodump and mongorestore'],
      },
    ]
  }
  if (patch(version) >= patch(deployed)) return []
  return [{ path: ['version'], what: `${says}: a deployment doesn't go back to an older version`, fix: [stay] }]
}

const locks = ['false', 'governance', 'compliance']

function replicaSetRefusals({ members, storage, backup }: MongoDb, outputs: Record<string, string>): Refusal[] {
  const { Members: deployedMembers = '1', StorageSize: size = '0', VaultLock: lock = 'false' } = outputs
  const written = backup.vault ? backup.vault.lock : 'false'
  return [
    ...(members < Number(deployedMembers)
      ? [
          {
            path: ['members'],
            what: `members is ${members}, and ${deployedMembers} are deployed: a deployment takes no member out of the replica set`,
            fix: [`members: ${deployedMembers}`],
          },
        ]
      : []),
    ...(storage.size < Number(size)
      ? [
          {
            path: ['storage', 'size'],
            what: `storage.size is ${storage.size}, and the data volume has ${size} GiB: a volume can't shrink`,
            fix: [`size: ${size}`],
          },
        ]
      : []),
    ...(locks.indexOf(written) < locks.indexOf(lock)
      ? [
          {
            path: ['backup', 'vault'],
            what: `backup.vault is ${written}, and the database has a vault with a ${lock} lock, which stays`,
            fix: [`vault: ${lock}`],
          },
        ]
      : []),
  ]
}
