import { describe, expect, test } from '@jest/globals'
import { bootScript } from '../../src/templates/generated/boot-script.js'
import { goldenNames, goldenStack } from './support.js'

interface Statement {
  Sid: string
  Effect: string
  Action: string | string[]
  Resource: unknown
  Condition?: object
}

interface Role {
  AssumeRolePolicyDocument: { Statement: { Principal: { Service: string }; Action: string; Condition?: object }[] }
  Policies?: { PolicyDocument: { Statement: Statement[] } }[]
  ManagedPolicyArns?: { Ref?: string }[]
  PermissionsBoundary?: string
}

const rolesOf = (name: string) =>
  Object.entries(goldenStack(name).Resources)
    .filter(([, { Type }]) => Type === 'AWS::IAM::Role')
    .map(([id, { Properties }]) => ({ id, role: Properties as unknown as Role }))

/** Those that stand beside the roles; deployment-roles.test.ts says more about them. */
const managedOf = (name: string) =>
  Object.values(goldenStack(name).Resources)
    .filter(({ Type }) => Type === 'AWS::IAM::ManagedPolicy')
    .flatMap(({ Properties }) => (Properties as { PolicyDocument: { Statement: Statement[] } }).PolicyDocument.Statement)

const statements = (role: Role) => (role.Policies ?? []).flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
const list = (value: string | string[]) => (Array.isArray(value) ? value : [value])

/** Actions that take no resource. https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html */
const takeNoResource = [
  'cloudwatch:PutMetricData',
  'ec2:DescribeInstances',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSnapshots',
  'ec2:DescribeTags',
  'ec2:DescribeVolumes',
  'ecr:GetAuthorizationToken',
  'ecs:DiscoverPollEndpoint',
  'elasticloadbalancing:DescribeListeners',
  'elasticloadbalancing:DescribeRules',
  'elasticloadbalancing:DescribeTargetGroups',
  'elasticloadbalancing:DescribeTargetHealth',
  // Of Session Manager's agent, which names no resource in them.
  'ssm:UpdateInstanceInformation',
  'ssmmessages:CreateControlChannel',
  'ssmmessages:CreateDataChannel',
  'ssmmessages:OpenControlChannel',
  'ssmmessages:OpenDataChannel',
  'tag:GetResources',
]

describe.each(goldenNames)('the roles of %s', name => {
  test('allow no wildcard action', () => {
    const all = [...rolesOf(name).flatMap(({ role }) => statements(role)), ...managedOf(name)]
    const actions = all.flatMap(({ Action }) => list(Action))
    expect(actions.filter(action => action.includes('*'))).toEqual([])
  })

  test('allow on every resource only what takes none', () => {
    const broad = rolesOf(name).flatMap(({ id, role }) =>
      statements(role)
        .filter(({ Resource }) => JSON.stringify(Resource).includes('"*"'))
        .flatMap(({ Action }) => list(Action).filter(action => !takeNoResource.includes(action)))
        .map(action => `${id} ${action}`),
    )
    expect(broad).toEqual([])
  })

  test('take no managed policy but those of their own stack: of others AWS may widen the rights', () => {
    const { Resources } = goldenStack(name)
    const taken = rolesOf(name).flatMap(({ role }) => role.ManagedPolicyArns ?? [])
    expect(taken.filter(({ Ref }) => Resources[Ref ?? '']?.Type !== 'AWS::IAM::ManagedPolicy')).toEqual([])
  })

  test('are taken on by one service, for this account only', () => {
    for (const { role } of rolesOf(name)) {
      const [trust, ...others] = role.AssumeRolePolicyDocument.Statement
      expect(others).toEqual([])
      expect(trust?.Action).toBe('sts:AssumeRole')
      // EC2 sends no source account, and ECS isn't known to for its own work.
      // https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
      const condition =
        trust && ['ec2.amazonaws.com', 'ecs.amazonaws.com'].includes(trust.Principal.Service)
          ? undefined
          : expect.objectContaining({ StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } })
      expect(trust?.Condition).toEqual(condition)
    }
  })
})

const taskRole = (name: string) => rolesOf(name).filter(({ id }) => id === 'TaskRole')

test('the application itself may do nothing', () => {
  const taskRoles = goldenNames.filter(name => name !== 'frontend/full').flatMap(taskRole)
  expect(taskRoles.length).toBeGreaterThan(0)
  for (const { role } of taskRoles) expect(statements(role)).toEqual([])
})

test('with exec it may open a session, and no more', () => {
  expect(taskRole('frontend/full').flatMap(({ role }) => statements(role).flatMap(({ Action }) => Action))).toEqual([
    'ssmmessages:CreateControlChannel',
    'ssmmessages:CreateDataChannel',
    'ssmmessages:OpenControlChannel',
    'ssmmessages:OpenDataChannel',
  ])
})

test.each([
  ['frontend/blue-green', 'ListenerRule'],
  ['frontend/canary', 'ListenerRule'],
  ['backend/linear-domain', 'SecureListenerRule'],
])('ECS may shift the traffic of %s between its own two groups by its own rule', (name, rule) => {
  const { role } = rolesOf(name).find(({ id }) => id === 'InfrastructureRole')!
  expect(statements(role).slice(1)).toMatchObject([
    {
      Action: ['elasticloadbalancing:RegisterTargets', 'elasticloadbalancing:DeregisterTargets'],
      Resource: [{ Ref: 'TargetGroup' }, { Ref: 'AlternateTargetGroup' }],
    },
    { Action: ['elasticloadbalancing:ModifyRule'], Resource: [{ Ref: rule }] },
  ])
})

test('every role of a bounded environment has the boundary', () => {
  const roles = ['frontend/full', 'frontend/canary', 'worker/auto-scaling'].flatMap(rolesOf)
  expect(roles.map(({ role }) => role.PermissionsBoundary)).toEqual(
    roles.map(() => 'arn:aws:iam::123456789012:policy/developers'),
  )
})

test.each([
  [
    'backend/dev',
    [
      'ecr:BatchCheckLayerAvailability',
      'ecr:BatchGetImage',
      'ecr:GetAuthorizationToken',
      'ecr:GetDownloadUrlForLayer',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'secretsmanager:GetSecretValue',
      'ssm:GetParameters',
    ],
  ],
  [
    'worker/dev',
    [
      'ecr:BatchCheckLayerAvailability',
      'ecr:BatchGetImage',
      'ecr:GetAuthorizationToken',
      'ecr:GetDownloadUrlForLayer',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
    ],
  ],
  ['foreign-image/dev', ['logs:CreateLogStream', 'logs:PutLogEvents']],
  [
    'foreign-image/ecr',
    [
      'ecr:BatchCheckLayerAvailability',
      'ecr:BatchGetImage',
      'ecr:GetAuthorizationToken',
      'ecr:GetDownloadUrlForLayer',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
    ],
  ],
])('the execution role of %s may start its tasks, and no more', (name, expected) => {
  const { role } = rolesOf(name).find(({ id }) => id === 'ExecutionRole')!
  expect(
    statements(role)
      .flatMap(({ Action }) => list(Action))
      .sort(),
  ).toEqual(expected)
})

describe("the database's instance", () => {
  const { role } = rolesOf('database/dev').find(({ id }) => id === 'Role')!
  const allowed = (except: string[]) =>
    statements(role)
      .filter(({ Sid }) => !except.includes(Sid))
      .flatMap(({ Action }) => list(Action))

  test('may make every call of the boot script, and no other', () => {
    const calls = [...bootScript.matchAll(/\b(?:aws|ask) ([a-z0-9]+) ([a-z]+(?:-[a-z]+)+)/g)].map(
      ([, service = '', command = '']) => `${service}:${pascal(command)}`,
    )
    // The CloudWatch agent and Session Manager's make the rest; the newest snapshot is asked for the age of the backup.
    expect([...new Set(allowed(['WriteLog', 'SessionManager']))].sort()).toEqual(
      [...new Set([...calls, 'ec2:DescribeSnapshots'])].sort(),
    )
  })

  test('may publish only to its own namespace', () => {
    const pulse = statements(role).find(({ Action }) => list(Action).includes('cloudwatch:PutMetricData'))
    expect(pulse?.Condition).toEqual({ StringEquals: { 'cloudwatch:namespace': { 'Fn::Sub': 'mm/${App}/${Env}/${Db}' } } })
  })

  test.each(['ToOwnInstances', 'ReplaceMe'])('%s is for what has the tags of this database', sid => {
    expect(statements(role).find(({ Sid }) => Sid === sid)?.Condition).toEqual({
      StringEquals: {
        'aws:ResourceTag/mm:app': { Ref: 'App' },
        'aws:ResourceTag/mm:env': { Ref: 'Env' },
        'aws:ResourceTag/mm:db': { Ref: 'Db' },
      },
    })
  })
})

describe('the members of a replica set', () => {
  const resources = (sid: string) =>
    ['Role', 'Role1', 'Role2'].map(id => {
      const { role } = rolesOf('database/three').find(each => each.id === id)!
      return JSON.stringify(statements(role).find(({ Sid }) => Sid === sid)?.Resource)
    })

  test.each([
    ['AttachData', ['Volume0G1', 'Volume1G1', 'Volume2G1']],
    ['AttachAddress', ['Interface0', 'Interface1', 'Interface2']],
  ])('%s is for what is their own', (sid, own) => {
    expect(resources(sid).map(text => own.filter(each => text.includes(`\${${each}}`)))).toEqual(own.map(each => [each]))
  })

  test('each runs with its own role', () => {
    const { Resources } = goldenStack('database/three')
    for (const [index, suffix] of ['', '1', '2'].entries()) {
      expect(Resources[`LaunchTemplate${index}`]?.Properties).toMatchObject({
        LaunchTemplateData: { IamInstanceProfile: { Arn: { 'Fn::GetAtt': [`InstanceProfile${suffix}`, 'Arn'] } } },
      })
      expect(Resources[`InstanceProfile${suffix}`]?.Properties).toEqual({ Roles: [{ Ref: `Role${suffix}` }] })
    }
  })
})

test('copies to another region may be made and encrypted by EC2 only, there and here', () => {
  const { role } = rolesOf('database/prod').find(({ id }) => id === 'BackupRole')!
  const byKey = statements(role).filter(({ Action }) => list(Action).some(action => action.startsWith('kms:')))
  expect(byKey.map(({ Sid }) => Sid)).toEqual(['EncryptCopies', 'GrantForCopies'])
  for (const { Condition } of byKey) {
    expect(Condition).toMatchObject({
      StringEquals: {
        'kms:ViaService': ['${AWS::Region}', 'eu-west-1', 'eu-north-1'].map(region => ({
          'Fn::Sub': `ec2.${region}.\${AWS::URLSuffix}`,
        })),
      },
    })
  }
  const plain = rolesOf('database/dev').find(({ id }) => id === 'BackupRole')!.role
  expect(statements(plain).flatMap(({ Action }) => list(Action))).not.toContain('ec2:CopySnapshot')
})

const pascal = (command: string) => command.replace(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase())
