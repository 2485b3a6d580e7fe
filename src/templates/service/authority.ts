import type { Service } from '../../manifest/service.js'
import { ref, type Value } from '../cfn.js'
import { caFile } from '../database/secrets.js'
import type { ServiceContext } from './service-context.js'

/**
 * The service's database, when its certificates are signed by an authority of its own and the service gets the connection string that names the
 * authority's file; undefined otherwise.
 */
export function authorityOf({ database, variables }: Service, context: ServiceContext): string | undefined {
  if (!database || Object.hasOwn(variables, database.as)) return undefined
  return context.database?.engine === 'mongodb' && context.database.tls ? database.name : undefined
}

/** No service is called so: a name has no underscore. */
export const authorityContainerName = (database: string) => `${database}_ca`
export const isAuthorityContainer = (name: string) => name.endsWith('_ca')

const volume = 'authority'
const folderOf = (database: string) => caFile(database).replace(/\/[^/]*$/, '')

interface LogConfiguration {
  LogDriver: string
  Options: Record<string, Value<string>>
}

/**
 * Writes the certificate, which ECS gets as it gets a secret, into a volume and ends: before the application starts. Of the image that is pulled
 * anyway. As root, since an empty volume belongs to root. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/bind-mounts.html
 */
export function authorityContainer(database: string, logConfiguration: LogConfiguration) {
  return {
    Name: authorityContainerName(database),
    Image: ref('Image'),
    Essential: false,
    User: '0',
    EntryPoint: ['/bin/sh', '-c'],
    Command: [`umask 022 && printf '%s\\n' "$CA" >${caFile(database)}`],
    Secrets: [{ Name: 'CA', ValueFrom: ref('DatabaseCa') }],
    MountPoints: [{ SourceVolume: volume, ContainerPath: folderOf(database), ReadOnly: false }],
    ReadonlyRootFilesystem: true,
    LogConfiguration: logConfiguration,
  }
}

/** What the application's container has of it. */
export const withAuthority = (database: string) => ({
  DependsOn: [{ ContainerName: authorityContainerName(database), Condition: 'SUCCESS' }],
  MountPoints: [{ SourceVolume: volume, ContainerPath: folderOf(database), ReadOnly: true }],
})

export const authorityVolumes = [{ Name: volume }]
