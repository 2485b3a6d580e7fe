import type { MongoDb, Tls } from '../../manifest/database.js'
import { accepting, join, ref, resource, retainOnceMade, sub, type Resource, type Template } from '../cfn.js'
import { caParameterArn, databaseTags, hostOf, indexes, replicaSet } from './names.js'

/** CloudFormation puts the password in its place when it makes the secret: it's in no template, parameter or event. */
export const appPassword = '{{resolve:secretsmanager:${AppSecret}:SecretString:password}}'

/** With one member just as it always was: a changed text would be a new version of the secret for nothing. */
const plainUri = (members: number) =>
  `mongodb://app:${appPassword}@${indexes(members)
    .map(index => `${hostOf(index)}:27017`)
    .join(',')}/app?replicaSet=\${ReplicaSet}&authSource=admin&w=majority${members > 1 ? '&retryWrites=true' : ''}`

/** With the certificate where a service's task has it: see ../service/authority.ts. */
const tlsUri = (members: number) => `${plainUri(members)}&tls=true&tlsCAFile=${caFile('${Db}')}`

/** Where the tasks of services find the certificate of a database's authority. */
export const caFile = (database: string) => `/mm/${database}/ca.pem`

/**
 * Passwords that nobody has seen: Secrets Manager makes them. They are frozen once made (a change here would make a new value that MongoDB
 * doesn't know) and outlive the stack, as the volume does; those of a creation that fails go with what they open. Without punctuation they need
 * no escaping in a connection string.
 */
export function secrets({ members, tls }: MongoDb): Record<string, Resource> {
  const text = { UriSecret: plainUri(members), TlsUriSecret: tlsUri(members) }
  const uri = (id: keyof typeof text) => uriSecret({ 'Fn::Sub': [text[id], { ReplicaSet: replicaSet }] })
  return {
    AdminSecret: generated('administrator', '{"username":"mmadmin"}', 'password', 32),
    AppSecret: generated('application user', '{"username":"app","dbname":"app"}', 'password', 32),
    MonitorSecret: generated('monitoring user', '{"username":"mmmonitor"}', 'password', 32),
    // 6 to 1,024 base64 characters. https://www.mongodb.com/docs/manual/core/security-internal-authentication/
    KeyfileSecret: generated('key file of the replica set', '{}', 'keyfile', 756),
    // There from the beginning, whatever tls is: made anew it would be another authority's.
    CaSecret: generated('seed of the certificate authority', '{}', 'seed', 64),
    ...Object.fromEntries(uriSecrets(tls).map(id => [id, uri(id)])),
  }
}

/** The whole connection string, which is what services get. */
export const uriSecret = (connectionString: { 'Fn::Sub': string | [string, Record<string, unknown>] }): Resource =>
  resource(
    'AWS::SecretsManager::Secret',
    {
      Description: sub('MongoDB ${App} ${Env} ${Db}: connection string of the application'),
      SecretString: connectionString,
      Tags: databaseTags,
    },
    { ...retainOnceMade, ...accepting({ CKV_AWS_149: ownKey }) },
  )

export function generated(what: string, template: string, key: string, length: number): Resource {
  return resource(
    'AWS::SecretsManager::Secret',
    {
      Description: sub(`MongoDB \${App} \${Env} \${Db}: ${what}`),
      GenerateSecretString: {
        SecretStringTemplate: template,
        GenerateStringKey: key,
        PasswordLength: length,
        ExcludePunctuation: true,
      },
      Tags: databaseTags,
    },
    { ...retainOnceMade, ...accepting({ CKV_AWS_149: ownKey }) },
  )
}

/** Logical ids. In between both are there, so that tasks of an old revision can go on and be started. */
const uriSecrets = (tls: Tls): ('UriSecret' | 'TlsUriSecret')[] => [
  ...(tls === 'require' ? [] : (['UriSecret'] as const)),
  ...(tls ? (['TlsUriSecret'] as const) : []),
]

/** What services need to know of the connection strings, and with TLS of the authority. */
export const uriOutputs = ({ tls }: MongoDb): Template['Outputs'] => ({
  // By TLS only when each member surely takes it.
  UriSecretArn: { Value: ref(tls === 'prefer' || tls === 'require' ? 'TlsUriSecret' : 'UriSecret') },
  ...(tls
    ? {
        UriSecretArns: { Value: join(',', uriSecrets(tls).map(ref)) },
        CaParameterArn: { Value: caParameterArn },
        Tls: { Value: tls },
      }
    : {}),
})

/** The secrets that the instance reads. */
export const instanceSecrets = ['AdminSecret', 'AppSecret', 'MonitorSecret', 'KeyfileSecret', 'CaSecret'].map(ref)

const ownKey = "encrypted by the account's key for secrets; losing a customer key would lock everybody out"
