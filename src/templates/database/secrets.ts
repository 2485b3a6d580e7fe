import { accepting, ref, resource, retain, sub, type Resource } from '../cfn.js'
import { databaseTags, replicaSet } from './names.js'

/** CloudFormation puts the password in its place when it makes the secret: it's in no template, parameter or event. */
const uri =
  'mongodb://app:{{resolve:secretsmanager:${AppSecret}:SecretString:password}}@db-0.${Db}.${PrivateZoneName}:27017/app' +
  '?replicaSet=${ReplicaSet}&authSource=admin&w=majority'

/**
 * Passwords that nobody has seen: Secrets Manager makes them. They are frozen once made (a change here would make a new value that MongoDB
 * doesn't know) and outlive the stack, as the volume does. Without punctuation they need no escaping in a connection string.
 */
export function secrets(): Record<string, Resource> {
  return {
    AdminSecret: generated('administrator', '{"username":"mmadmin"}', 'password', 32),
    AppSecret: generated('application user', '{"username":"app","dbname":"app"}', 'password', 32),
    // 6 to 1,024 base64 characters. https://www.mongodb.com/docs/manual/core/security-internal-authentication/
    KeyfileSecret: generated('key file of the replica set', '{}', 'keyfile', 756),
    UriSecret: resource(
      'AWS::SecretsManager::Secret',
      {
        Description: sub('MongoDB ${App} ${Env} ${Db}: connection string of the application'),
        SecretString: { 'Fn::Sub': [uri, { ReplicaSet: replicaSet }] },
        Tags: databaseTags,
      },
      { ...retain, ...accepting({ CKV_AWS_149: ownKey }) },
    ),
  }
}

function generated(what: string, template: string, key: string, length: number): Resource {
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
    { ...retain, ...accepting({ CKV_AWS_149: ownKey }) },
  )
}

/** The secrets that the instance reads. */
export const instanceSecrets = [ref('AdminSecret'), ref('AppSecret'), ref('KeyfileSecret')]

const ownKey = "encrypted by the account's key for secrets; losing a customer key would lock everybody out"
