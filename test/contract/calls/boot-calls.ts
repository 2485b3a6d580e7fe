import { gunzipSync } from 'node:zlib'
import { arn } from '../sample-values.js'
import type { Call } from './call.js'

/** Values that user data hands to the boot script: `VOL`, `ENI`, `ADMIN_SECRET`, … */
type Variables = Record<string, string>
type Targets = (variables: Variables) => Omit<Call, 'action'>[]

/**
 * The calls that a database member makes, from its user data; undefined when that isn't a member's. Throws at a call of the script for which
 * nobody has said here what it's made on.
 */
export function bootCalls(userData: string): Call[] | undefined {
  const header = /cat >\/etc\/mm-db\.env <<'MM_ENV'\n(.*?)\nMM_ENV/s.exec(userData)?.[1]
  if (header === undefined) return undefined
  const script = bootScriptOf(userData)
  const variables = Object.fromEntries(header.split('\n').map(line => line.split(/=(.*)/s).slice(0, 2) as [string, string]))
  const commands = [
    ...[...script.matchAll(/\b(?:aws|ask) ([a-z0-9]+) ([a-z]+(?:-[a-z]+)+)/g)].map(
      ([, service = '', command = '']) => `${service}:${pascal(command)}`,
    ),
    // The high-level commands of S3 have one word.
    ...[...script.matchAll(/\baws (s3) ([a-z]+)/g)].map(([, service = '', command = '']) => `${service}:${command}`),
  ]
  const actions = [...new Set([...commands, ...agentActions(script)])]
  return actions.flatMap(action => {
    const targets = targetsOf[action]
    if (!targets) throw new Error(`the boot script calls ${action}: say in test/contract/calls/boot-calls.ts what it's made on`)
    return targets(variables).map(target => ({ action, ...target }))
  })
}

/** It travels compressed. */
const packed = /(base64 -d <<'MM_BOOT' [^\n]*\n)(.*?)(\nMM_BOOT)/s

/** The boot script that user data, or the part of a template that holds it, unpacks on the instance. */
export function bootScriptOf(text: string): string {
  const body = packed.exec(text)?.[2]
  if (body === undefined)
    throw new Error('user data has no boot script any more: teach test/contract/calls/boot-calls.ts its new form')
  return gunzipSync(Buffer.from(body, 'base64')).toString()
}

/**
 * Of the CloudWatch agent, which reads its configuration, and of Systems Manager's, which is part of Amazon Linux: it takes sessions and commands.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/create-iam-roles-for-cloudwatch-agent.html
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html
 */
const agentActions = (script: string): string[] => [
  ...(script.includes('"logs_collected"') ? ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'] : []),
  ...(script.includes('"append_dimensions"') ? ['ec2:DescribeTags'] : []),
  ...['CreateControlChannel', 'CreateDataChannel', 'OpenControlChannel', 'OpenDataChannel'].map(each => `ssmmessages:${each}`),
  'ssm:UpdateInstanceInformation',
]

const everywhere: Targets = () => [{ resource: '*' }]

const tags = (db: string) => ({ 'aws:ResourceTag/mm:app': 'shop', 'aws:ResourceTag/mm:env': 'prod', 'aws:ResourceTag/mm:db': db })

/** Of what is known by its tags only: this database's, and another database's of the same environment. */
const tagged = (resource: string) => ({ resource, context: tags('db'), neighbour: { resource, context: tags('orders') } })

/** The two sides of an attachment: IAM asks for each. */
const attaching =
  (kind: 'volume' | 'network-interface', variable: 'VOL' | 'ENI'): Targets =>
  variables => [
    { resource: arn('ec2', `${kind}/${variables[variable] ?? ''}`), neighbour: { resource: arn('ec2', `${kind}/other`) } },
    tagged(arn('ec2', 'instance/i-1')),
  ]

const marker: Targets = ({ MARKERS = '' }) => [
  {
    resource: arn('ssm', `parameter${MARKERS}/initialised`),
    neighbour: { resource: arn('ssm', 'parameter/mm/shop/prod/orders/1a2b3c4d/initialised') },
  },
]

/** With `:*` IAM's form of a log group's ARN. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html */
const log: Targets = ({ LOG_GROUP = '' }) => [
  {
    resource: arn('logs', `log-group:${LOG_GROUP}:log-stream:i-1/mongod`),
    neighbour: { resource: arn('logs', 'log-group:other:log-stream:i-1/mongod') },
  },
]

/** https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html */
const targetsOf: Record<string, Targets> = {
  'autoscaling:SetInstanceHealth': () => [
    tagged(arn('autoscaling', 'autoScalingGroup:1a2b:autoScalingGroupName/shop-prod-db-Group0')),
  ],
  'cloudwatch:PutMetricData': ({ NAMESPACE = '' }) => [
    {
      resource: '*',
      context: { 'cloudwatch:namespace': NAMESPACE },
      neighbour: { resource: '*', context: { 'cloudwatch:namespace': 'mm/shop/prod/orders' } },
    },
  ],
  'ec2:AttachNetworkInterface': attaching('network-interface', 'ENI'),
  'ec2:AttachVolume': attaching('volume', 'VOL'),
  'ec2:DescribeInstances': everywhere,
  'ec2:DescribeNetworkInterfaces': everywhere,
  'ec2:DescribeSnapshots': everywhere,
  'ec2:DescribeTags': everywhere,
  'ec2:DescribeVolumes': everywhere,
  'ec2:DetachVolume': attaching('volume', 'VOL'),
  'logs:CreateLogStream': log,
  'logs:DescribeLogStreams': log,
  'logs:PutLogEvents': log,
  'secretsmanager:GetSecretValue': variables =>
    Object.entries(variables)
      .filter(([key]) => key.endsWith('_SECRET'))
      .map(([, resource]) => ({ resource, neighbour: { resource: arn('secretsmanager', 'secret:other-AbCdEf') } })),
  'ssm:GetParameter': marker,
  'ssm:PutParameter': marker,
  'ssm:UpdateInstanceInformation': everywhere,
  'ssmmessages:CreateControlChannel': everywhere,
  'ssmmessages:CreateDataChannel': everywhere,
  'ssmmessages:OpenControlChannel': everywhere,
  'ssmmessages:OpenDataChannel': everywhere,
}

const pascal = (command: string) => command.replace(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase())
