import { gzipSync } from 'node:zlib'
import { describe, expect, test } from '@jest/globals'
import { bootScriptOf } from './calls/boot-calls.js'
import { isAllowed, type Statement } from './policy-evaluator.js'
import { callers, reaching, refused, type Caller } from './role-calls.js'
import { account, deployed } from './sample-values.js'
import { goldenNames, goldenStack, type ParsedStack } from './support.js'

const withRoles = goldenNames.filter(name =>
  Object.values(goldenStack(name).Resources).some(({ Type }) => Type === 'AWS::IAM::Role'),
)

describe.each(withRoles)('each role of %s', name => {
  const all = callers(name, goldenStack(name))

  test('has its calls named here', () => {
    const unknown = all
      .filter(({ calls }) => !calls)
      .map(({ role }) => `${role}: say in test/contract/role-calls.ts what is done with it`)
    expect(unknown).toEqual([])
  })
  test('may make every call that is made with it', () => expect(all.flatMap(refused)).toEqual([]))
  test("may make none on what is a neighbour's", () => expect(all.flatMap(reaching)).toEqual([]))
})

test('the calls are there at all', () => {
  const count = (name: string, role: string) => callers(name, goldenStack(name)).find(each => each.role === role)?.calls?.length
  expect(count('backend/dev', 'ExecutionRole')).toBe(7)
  expect(count('foreign-image/dev', 'ExecutionRole')).toBe(2)
  expect(count('foreign-image/ecr', 'ExecutionRole')).toBe(6)
  expect(count('database/dev', 'BackupRole')).toBe(7)
  expect(
    callers('database/dev', goldenStack('database/dev')).find(each => each.role !== 'BackupRole')?.calls?.length,
  ).toBeGreaterThan(20)
})

// They are started, too, until the next revision has taken their place.
describe.each([
  ['backend/dev', 'backend/tls'],
  ['backend/tls', 'backend/dev'],
])('the execution role of %s may read what tasks of %s get', (next, before) => {
  const executionRole = (name: string) => callers(name, goldenStack(name)).find(({ role }) => role === 'ExecutionRole')!
  const calls = executionRole(before).calls!.filter(({ action }) => /^(secretsmanager|ssm):/.test(action))
  const asked = { ...executionRole(next), calls }

  test('and nothing else of its kind', () => {
    expect(calls.map(({ action }) => action)).toContain('secretsmanager:GetSecretValue')
    expect([refused(asked), reaching(asked)]).toEqual([[], []])
  })
})

describe('what the proof would find', () => {
  type Statements = Record<string, Statement & { Resource: unknown }>
  /** The role's statements by Sid, to be changed. */
  const changed = (name: string, role: string, change: (statements: Statements) => void): Caller => {
    const stack: ParsedStack = goldenStack(name)
    const [policy] = stack.Resources[role]!.Properties!['Policies'] as { PolicyDocument: { Statement: Statement[] } }[]
    change(Object.fromEntries(policy!.PolicyDocument.Statement.map(each => [each.Sid ?? '', each])))
    return callers(name, stack).find(each => each.role === role)!
  }

  test('a call that the role lacks', () => {
    const caller = changed('backend/dev', 'ExecutionRole', ({ WriteLog }) => (WriteLog!.Action = ['logs:PutLogEvents']))
    expect(refused(caller)).toEqual([
      expect.stringMatching(/^ExecutionRole may not logs:CreateLogStream on .*LogGroup:log-stream:/),
    ])
  })
  test('a secret that the role may not read', () => {
    const caller = changed(
      'backend/dev',
      'ExecutionRole',
      ({ ReadSecrets }) => (ReadSecrets!.Resource = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:another'),
    )
    expect(refused(caller)).toEqual([expect.stringContaining('secretsmanager:GetSecretValue')])
  })
  test('a policy that has grown to every secret', () => {
    const caller = changed('backend/dev', 'ExecutionRole', ({ ReadSecrets }) => (ReadSecrets!.Resource = '*'))
    expect(reaching(caller)).toEqual([expect.stringContaining('may secretsmanager:GetSecretValue')])
  })
  test('instances of other databases within reach', () => {
    const role = callers('database/dev', goldenStack('database/dev')).find(each => each.role !== 'BackupRole')!.role
    const caller = changed('database/dev', role, ({ ToOwnInstances }) => delete ToOwnInstances!.Condition)
    expect(reaching(caller)).toContainEqual(expect.stringMatching(/may ec2:AttachVolume on .*instance\/i-1/))
  })
  test('a role whose calls nobody has named', () => {
    const stack = goldenStack('worker/dev')
    stack.Resources['ReaderRole'] = { Type: 'AWS::IAM::Role', Properties: { Policies: [] } }
    expect(callers('worker/dev', stack).filter(({ calls }) => !calls)).toEqual([{ role: 'ReaderRole', statements: [] }])
  })
  test('a call in the boot script that is new', () => {
    const stack = goldenStack('database/dev')
    const boot = stack.Mappings!['Boot']!['Script']!
    const script = bootScriptOf(boot['Body']!).replace('ask ec2 describe-volumes', 'ask ec2 create-snapshot')
    const body = gzipSync(script).toString('base64')
    const [before = ''] = /(?<=\| gunzip [^\n]*\n).*?(?=\nMM_BOOT)/s.exec(boot['Body']!) ?? []
    boot['Body'] = boot['Body']!.replace(before, body)
    expect(() => callers('database/dev', stack)).toThrow('the boot script calls ec2:CreateSnapshot')
  })
})

describe('the alarm topic', () => {
  /** Who publishes for a resource that names the topic. Auto Scaling does so by its service-linked role, which needs no leave of the topic. */
  const publishers: Record<string, string> = {
    'AWS::Budgets::Budget': 'budgets.amazonaws.com',
    'AWS::CloudWatch::Alarm': 'cloudwatch.amazonaws.com',
    'AWS::Events::Rule': 'events.amazonaws.com',
  }
  const aside = ['AWS::AutoScaling::AutoScalingGroup', 'AWS::SNS::Subscription', 'AWS::SNS::TopicPolicy']
  const types = new Set(
    goldenNames.flatMap(name =>
      Object.values(goldenStack(name).Resources)
        .filter(({ Type, Properties }) => !aside.includes(Type) && /"Ref":"AlarmTopic(Arn)?"/.test(JSON.stringify(Properties)))
        .map(({ Type }) => Type),
    ),
  )
  const environments = goldenNames.filter(name => 'AlarmTopicPolicy' in goldenStack(name).Resources)
  const policyOf = (name: string) => {
    const { Resources } = deployed(name, goldenStack(name))
    const { Topics, PolicyDocument } = Resources['AlarmTopicPolicy']!.Properties as {
      Topics: string[]
      PolicyDocument: { Statement: Statement[] }
    }
    return { topic: Topics[0]!, statements: PolicyDocument.Statement }
  }
  const publish = (name: string, principal: string, context: Record<string, string>) => {
    const { topic, statements } = policyOf(name)
    return isAllowed(statements, { action: 'sns:Publish', resource: topic, principal, context })
  }
  const secure = { 'aws:SecureTransport': 'true' }

  test('is named by types that are known here', () => {
    expect([...types].filter(type => !publishers[type]).map(type => `${type}: say in this test who publishes for it`)).toEqual([])
  })
  test.each(environments)('of %s lets each publisher of the account in, and nobody of another', name => {
    for (const type of types) {
      const principal = publishers[type]!
      // EventBridge doesn't say for whom it publishes to an encrypted topic.
      const whose = principal === 'events.amazonaws.com' ? {} : { 'aws:SourceAccount': account }
      expect([type, publish(name, principal, { ...whose, ...secure })]).toEqual([type, true])
      if (principal === 'events.amazonaws.com') continue
      expect([type, publish(name, principal, { 'aws:SourceAccount': '444455556666', ...secure })]).toEqual([type, false])
    }
    expect(publish(name, 'lambda.amazonaws.com', { 'aws:SourceAccount': account, ...secure })).toBe(false)
  })
  // https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
  test.each(environments)('of %s is encrypted with a key that each publisher may use', name => {
    const { Resources } = deployed(name, goldenStack(name))
    const { KeyPolicy } = Resources['AlarmKey']!.Properties as { KeyPolicy: { Statement: Statement[] } }
    for (const type of types) {
      for (const action of ['kms:Decrypt', 'kms:GenerateDataKey']) {
        const request = { action, resource: '*', principal: publishers[type]! }
        const from = (owner?: string) =>
          isAllowed(KeyPolicy.Statement, { ...request, context: owner === undefined ? {} : { 'aws:SourceAccount': owner } })
        if (request.principal === 'events.amazonaws.com') {
          expect([action, from()]).toEqual([action, true])
          continue
        }
        expect([type, action, from(account), from('444455556666')]).toEqual([type, action, true, false])
      }
    }
  })
})
