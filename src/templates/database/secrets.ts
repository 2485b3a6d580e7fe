import { accepting, ref, resource, retainOnceMade, sub, type Resource } from '../cfn.js'
import { databaseTags, hostOf, indexes, replicaSet } from './names.js'

/** CloudFormation puts the password in its place when it makes the secret: it's in no template, parameter or event. */
export const appPassword = '{{resolve:secretsmanager:${AppSecret}:SecretString:password}}'

/** With one member just as it always was: a changed text would be a new version of the secret for nothing. */
const uri = (members: number) =>
  `mongodb://app:${appPassword}@${indexes(members)
    .map(index => `${hostOf(index)}:27017`)
    .join(',')}/app?replicaSet=\${ReplicaSet}&authSource=admin&w=majority${members > 1 ? '&retryWrites=true' : ''}`

/**
 * Passwords that nobody has seen: Secrets Manager makes them. They are frozen once made (a change here would make a new value that MongoDB
 * doesn't know) and outlive the stack, as the volume does; those of a creation that fails go with what they open. Without punctuation they need
 * no escaping in a connection string.
 */
export function secrets(members: number): Record<string, Resource> {
  return {
    AdminSecret: generated('administrator', '{"username":"mmadmin"}', 'password', 32),
    AppSecret: generated('application user', '{"username":"app","dbname":"app"}', 'password', 32),
    MonitorSecret: generated('monitoring user', '{"username":"mmmonitor"}', 'password', 32),
    // 6 to 1,024 base64 characters. https://www.mongodb.com/docs/manual/core/security-internal-authentication/
    KeyfileSecret: generated('key file of the replica set', '{}', 'keyfile', 756),
    UriSecret: uriSecret({ 'Fn::Sub': [uri(members), { ReplicaSet: replicaSet }] }),
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

/** The secrets that the instance reads. */
export const instanceSecrets = [ref('AdminSecret'), ref('AppSecret'), ref('MonitorSecret'), ref('KeyfileSecret')]

const ownKey = "encrypted by the account's key for secrets; losing a customer key would lock everybody out"
