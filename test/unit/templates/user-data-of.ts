import { gunzipSync } from 'node:zlib'

interface Stack {
  Resources: Record<string, { Type: string; Properties?: object }>
  Mappings?: Record<string, Record<string, Record<string, string>>>
}

/** The user data of a member's launch template with the boot script in it as the instance unpacks it. */
export const userDataOf = (stack: Stack, member = 0): string =>
  rawUserDataOf(stack, member).replace(
    /base64 -d <<'MM_BOOT' \| gunzip (>\S+)\n(.*?)\nMM_BOOT\n/s,
    (_, file: string, packed: string) =>
      `cat ${file} <<'MM_BOOT'\n${gunzipSync(Buffer.from(packed, 'base64')).toString()}\nMM_BOOT\n`,
  )

/** The user data of a member's launch template as an instance gets it, with a plausible value for each reference. */
export function rawUserDataOf(stack: Stack, member = 0): string {
  const template = stack.Resources[`LaunchTemplate${member}`]
  const { LaunchTemplateData } = template?.Properties as { LaunchTemplateData: { UserData: { 'Fn::Base64': unknown } } }
  return resolve(withMappings(LaunchTemplateData.UserData['Fn::Base64'], stack.Mappings ?? {}))
}

/** Every Fn::FindInMap replaced by what it finds. */
function withMappings(value: unknown, mappings: NonNullable<Stack['Mappings']>): unknown {
  if (Array.isArray(value)) return value.map(each => withMappings(each, mappings))
  if (typeof value !== 'object' || value === null) return value
  if ('Fn::FindInMap' in value) {
    const [map, first, second] = value['Fn::FindInMap'] as [string, string, string]
    return mappings[map]?.[first]?.[second]
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withMappings(inner, mappings)]))
}

/** About as long as AWS's own: secrets are named by ARN. */
const values: Record<string, string> = {
  App: 'a-long-name-of-an-app',
  Env: 'production',
  Db: 'a-long-name-of-a-database',
  PrivateZoneName: 'production.a-long-name-of-an-app.internal',
  Volume0G1: 'vol-0123456789abcdef0',
  Volume0G2: 'vol-0123456789abcdef2',
  Volume1G1: 'vol-1123456789abcdef0',
  Volume1G2: 'vol-1123456789abcdef2',
  Interface0: 'eni-0123456789abcdef0',
  'Interface0.PrimaryPrivateIpAddress': '10.100.164.200',
  Interface1: 'eni-1123456789abcdef0',
  'Interface1.PrimaryPrivateIpAddress': '10.100.164.201',
  LogGroup: 'a-long-name-of-an-app-production-a-long-name-of-a-database-LogGroup-0123456789AB',
  AdminSecret: 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:AdminSecret-0123456789abcdef-AbCdEf',
  AppSecret: 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:AppSecret-0123456789abcdef-AbCdEf',
  MonitorSecret: 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:MonitorSecret-0123456789abcdef-AbCdEf',
  KeyfileSecret: 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:KeyfileSecret-0123456789abcdef-AbCdEf',
  CaSecret: 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:CaSecret-0123456789abcdef-AbCdEf',
  'AWS::Region': 'eu-central-1',
  'AWS::StackName': 'a-long-name-of-an-app-production-a-long-name-of-a-database',
  'AWS::StackId': 'arn:aws:cloudformation:eu-central-1:123456789012:stack/name/1a2b3c4d-0000-1111-2222-333344445555',
}

function resolve(value: unknown): string {
  if (typeof value === 'string') return value
  const [name, argument] = Object.entries(value as Record<string, unknown>)[0] ?? []
  switch (name) {
    case 'Ref':
      return known(argument as string)
    case 'Fn::Sub': {
      const [text, more] = typeof argument === 'string' ? [argument, {}] : (argument as [string, Record<string, unknown>])
      return text.replace(/\$\{([^}]+)\}/g, (_, key: string) => (key in more ? resolve(more[key]) : known(key)))
    }
    case 'Fn::Join': {
      const [separator, parts] = argument as [string, unknown[]]
      return parts.map(resolve).join(separator)
    }
    case 'Fn::Select': {
      const [index, list] = argument as [number, { 'Fn::Split': [string, unknown] }]
      const [separator, text] = list['Fn::Split']
      return resolve(text).split(separator)[index] ?? ''
    }
    case undefined:
    default:
      throw new Error(`not resolved here: ${JSON.stringify(value)}`)
  }
}

function known(name: string): string {
  const value = values[name]
  if (value === undefined) throw new Error(`no value for ${name}`)
  return value
}
