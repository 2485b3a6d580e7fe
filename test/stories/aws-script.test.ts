import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, test } from '@jest/globals'
import { CloudFormation } from '@aws-sdk/client-cloudformation'
import { ECR } from '@aws-sdk/client-ecr'
import { EC2 } from '@aws-sdk/client-ec2'
import { ECS } from '@aws-sdk/client-ecs'
import { IAM } from '@aws-sdk/client-iam'
import { ServiceQuotas } from '@aws-sdk/client-service-quotas'
import { beginning, scriptedAws, type ScriptedAws } from '../fakes/aws-script/scripted-aws.js'
import { parseStory } from '../fakes/aws-script/story.js'
import { virtualClock } from '../fakes/aws-script/virtual-clock.js'
import { environmentOf } from './play.js'

const story = (...lines: string[]) => parseStory(['$ mm svc deploy web', ...lines, 'exit 0'].join('\n'), 'a.story')
const config = (url: string) => ({
  region: 'eu-central-1',
  endpoint: url,
  credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  maxAttempts: 1,
})

let aws: ScriptedAws | undefined
afterEach(() => aws?.close())

async function world(...lines: string[]) {
  aws = await scriptedAws(story(...lines), {})
  const { url } = aws
  const sleep = async (seconds: number) => Number(await (await fetch(`${url}/sleep?ms=${seconds * 1000}`)).text())
  const [cfn, ecs, ecr] = [new CloudFormation(config(url)), new ECS(config(url)), new ECR(config(url))]
  return { aws, cfn, ecs, ecr, sleep }
}

const changeSet = (ChangeSetName: string, TemplateBody = 'new', ChangeSetType: 'UPDATE' | 'CREATE' = 'UPDATE') => ({
  StackName: 'shop-dev-web',
  ChangeSetName,
  ChangeSetType,
  TemplateBody,
})

describe('a story', () => {
  test.each([
    ['a line that is nothing', ['1s nobody knows'], 'a.story:2: "nobody knows" is nothing that can happen'],
    ['a word that is none', ['whenever'], 'a.story:2: "whenever" isn\'t understood'],
    ['a clock that is neither ahead nor behind', ["the machine's clock is 1h wrong"], "isn't understood"],
    ['time that goes back', ['2s :1 begins', '1s api: :1 serves', '1s :1 serves'], 'a.story:4: 1s is before the line above it'],
  ])('with %s is refused with its place', (_, lines, message) => {
    expect(() => story(...lines)).toThrow(message)
  })

  test('may change the manifest, and give mm variables', () => {
    const lines = [
      'given the manifest says "cpu: 512"',
      'given the manifest says "memory: 1024"',
      '$ A=1 B=x mm status',
      'exit 0',
    ]
    expect(parseStory(lines.join('\n'), 'a.story')).toMatchObject({
      manifest: ['cpu: 512', 'memory: 1024'],
      variables: { A: '1', B: 'x' },
      command: ['status'],
    })
  })

  test('must have a command and an end', () => {
    expect(() => parseStory('exit 0', 'a.story')).toThrow('no command')
    expect(() => parseStory('$ mm status', 'a.story')).toThrow('no "exit" line')
  })
})

test('time passes only while somebody waits, and never beyond who wakes first', async () => {
  const clock = virtualClock(0)
  const seen: string[] = []
  clock.at(2000, () => seen.push(`two at ${clock.now()}`))
  clock.at(1000, () => seen.push(`one at ${clock.now()}`))
  await new Promise(resolve => setTimeout(resolve, 60))
  expect(seen).toEqual([])
  const never = new AbortController().signal
  expect(await clock.sleep(1500, never)).toBe(1500)
  expect(seen).toEqual(['one at 1000'])
  expect(await clock.sleep(5000, never)).toBe(6500)
  expect(seen).toEqual(['one at 1000', 'two at 2000'])
  clock.stop()
})

test("the machine's clock may be wrong, and what AWS tells has AWS's times", async () => {
  const { aws } = await world(
    'given revision 1 with 1 task',
    "the machine's clock is 1h5m behind",
    'first 30m ago service says "hello"',
    'first task a :1 RUNNING',
  )
  const child = spawn(process.execPath, ['-e', 'console.log(Date.now())'], { env: { ...process.env, ...environmentOf(aws) } })
  const shown = Number((await once(child.stdout.setEncoding('utf8'), 'data'))[0])
  expect(shown).toBe(beginning - 65 * 60_000)

  const answer = await fetch(aws.url, {
    method: 'POST',
    headers: { 'x-amz-target': 'x.DescribeServices' },
    body: JSON.stringify({ services: ['web'] }),
  })
  expect(Date.parse(answer.headers.get('date') ?? '')).toBe(beginning)
  const { services } = (await answer.json()) as { services: { events: { createdAt: number }[] }[] }
  expect(services[0]?.events[0]?.createdAt).toBe((beginning - 30 * 60_000) / 1000)
})

test('time stands still while a process works that it heeds', async () => {
  const clock = virtualClock(0)
  const worker = spawn(process.execPath, ['-e', 'console.log("begun"); for (;;);'], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(worker.stdout, 'data')
  clock.heed(worker.pid)
  let over = false
  const sleeping = clock.sleep(1000, new AbortController().signal).then(() => (over = true))
  await new Promise(resolve => setTimeout(resolve, 200))
  // Where there's no /proc nobody can tell.
  expect(over).toBe(!existsSync('/proc/self/stat'))
  worker.kill('SIGKILL')
  await once(worker, 'close')
  expect(await sleeping).toBe(true)
  clock.stop()
})

test('what somebody has sent is read before time passes', async () => {
  const seen: string[] = []
  const clock = virtualClock(0)
  const server = createServer((_, response) => {
    clock.stir()
    seen.push('called')
    response.end()
  })
  const sent = join(mkdtempSync(join(tmpdir(), 'mm-clock-')), 'sent')
  try {
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const { port } = server.address() as AddressInfo
    const call = `const socket = net.connect(${port}, '127.0.0.1')
      socket.write('GET / HTTP/1.0\\r\\n\\r\\n', () => fs.writeFileSync(${JSON.stringify(sent)}, ''))`
    const sleeping = clock.sleep(1000, new AbortController().signal).then(() => seen.push('woken'))
    const caller = once(spawn(process.execPath, ['-e', call], { stdio: 'inherit' }), 'close')
    // This process has no time for the call until it has been sent, nor for as long as time waits.
    while (!existsSync(sent));
    for (const until = Date.now() + 30; Date.now() < until;);
    await Promise.all([sleeping, caller])
    expect(seen).toEqual(['called', 'woken'])
  } finally {
    clock.stop()
    server.close()
    rmSync(dirname(sent), { recursive: true })
  }
})

describe('CloudFormation', () => {
  test('executes a change set once, and makes the others obsolete', async () => {
    const { cfn, sleep } = await world('given revision 1 with 1 task', '1s :2 begins', '9s :2 serves')
    await cfn.createChangeSet(changeSet('one'))
    await cfn.createChangeSet(changeSet('two'))
    await cfn.executeChangeSet({ StackName: 'shop-dev-web', ChangeSetName: 'one' })
    await expect(cfn.executeChangeSet({ StackName: 'shop-dev-web', ChangeSetName: 'one' })).rejects.toThrow(/cannot be executed/)
    const { ExecutionStatus } = await cfn.describeChangeSet({ StackName: 'shop-dev-web', ChangeSetName: 'two' })
    expect(ExecutionStatus).toBe('OBSOLETE')
    await expect(cfn.createChangeSet(changeSet('three'))).rejects.toThrow(/UPDATE_IN_PROGRESS state and can not be updated/)

    await sleep(60)
    const { Stacks: [stack] = [] } = await cfn.describeStacks({ StackName: 'shop-dev-web' })
    expect(stack?.StackStatus).toBe('UPDATE_COMPLETE')
    expect(stack?.Outputs).toContainEqual({
      OutputKey: 'TaskDefinitionArn',
      OutputValue: expect.stringMatching(/:2$/),
    })
    const { StackEvents = [] } = await cfn.describeStackEvents({ StackName: 'shop-dev-web' })
    expect(StackEvents.map(event => `${event.LogicalResourceId} ${event.ResourceStatus}`)).toEqual([
      'shop-dev-web UPDATE_COMPLETE',
      'Service UPDATE_COMPLETE',
      'Service UPDATE_IN_PROGRESS',
      'TaskDefinition UPDATE_COMPLETE',
      'shop-dev-web UPDATE_IN_PROGRESS',
    ])
  })

  test('has what happens the next time happen when the stack is deployed another time', async () => {
    const { cfn, sleep } = await world(
      'given revision 1 with 1 task',
      '5s :2 begins',
      '9s :2 serves',
      'the next time',
      '1s :3 begins',
      '9s :3 serves',
    )
    const taskDefinition = async (name: string) => {
      await cfn.createChangeSet(changeSet(name, name))
      await cfn.executeChangeSet({ StackName: 'shop-dev-web', ChangeSetName: name })
      await sleep(60)
      const { Stacks: [stack] = [] } = await cfn.describeStacks({ StackName: 'shop-dev-web' })
      return stack?.Outputs?.find(({ OutputKey }) => OutputKey === 'TaskDefinitionArn')?.OutputValue
    }
    expect([await taskDefinition('one'), await taskDefinition('two')]).toEqual([
      expect.stringMatching(/:2$/),
      expect.stringMatching(/:3$/),
    ])
  })

  test('cancels an update only while it goes on, and shows the token of who began it', async () => {
    const { cfn } = await world('given revision 1 with 1 task')
    const StackName = 'shop-dev-web'
    await expect(cfn.cancelUpdateStack({ StackName })).rejects.toThrow(/cannot be called from current stack status/)
    await cfn.createChangeSet(changeSet('one'))
    await cfn.executeChangeSet({ StackName, ChangeSetName: 'one', ClientRequestToken: 'mm-1-ann' })
    await cfn.cancelUpdateStack({ StackName })
    const { StackEvents = [] } = await cfn.describeStackEvents({ StackName })
    expect(StackEvents.map(({ ResourceStatus, ClientRequestToken }) => `${ResourceStatus} ${ClientRequestToken}`)).toEqual([
      'UPDATE_ROLLBACK_IN_PROGRESS mm-1-ann',
      'UPDATE_IN_PROGRESS mm-1-ann',
    ])
  })

  test('shows the token of who cancelled it from then on', async () => {
    const { cfn } = await world('given revision 1 with 1 task')
    const StackName = 'shop-dev-web'
    await cfn.createChangeSet(changeSet('one'))
    await cfn.executeChangeSet({ StackName, ChangeSetName: 'one', ClientRequestToken: 'mm-1-ann' })
    await cfn.cancelUpdateStack({ StackName, ClientRequestToken: 'mm-2-ben' })
    const { StackEvents: [newest] = [] } = await cfn.describeStackEvents({ StackName })
    expect(newest).toMatchObject({ ClientRequestToken: 'mm-2-ben', ResourceStatusReason: 'User Initiated' })
  })

  test('replaces and deletes what the story says, also when it is not sure', async () => {
    const { cfn } = await world(
      'given revision 1 with 1 task',
      'first the change set replaces LogGroup conditionally',
      'first the change set replaces TargetGroup',
      'first the change set deletes ExecutionRole',
    )
    await cfn.createChangeSet(changeSet('one'))
    const { Changes = [] } = await cfn.describeChangeSet({ StackName: 'shop-dev-web', ChangeSetName: 'one' })
    expect(Changes.slice(2).map(({ ResourceChange }) => ResourceChange)).toMatchObject([
      { Action: 'Modify', LogicalResourceId: 'LogGroup', ResourceType: 'AWS::Logs::LogGroup', Replacement: 'Conditional' },
      { Action: 'Modify', LogicalResourceId: 'TargetGroup', Replacement: 'True' },
      { Action: 'Remove', LogicalResourceId: 'ExecutionRole', ResourceType: 'AWS::IAM::Role' },
    ])
  })

  test('begins at once when the story says that it goes on already', async () => {
    const { cfn, sleep } = await world('given revision 1 with 1 task', 'from the beginning', '5s stack UPDATE_IN_PROGRESS')
    await sleep(6)
    const { Stacks: [stack] = [] } = await cfn.describeStacks({ StackName: 'shop-dev-web' })
    expect(stack?.StackStatus).toBe('UPDATE_IN_PROGRESS')
  })

  test('finds no changes in what the stack has, and no stack that is none', async () => {
    const { cfn } = await world('given revision 1 with 1 task')
    const Parameters = [{ ParameterKey: 'Image', UsePreviousValue: true }]
    await cfn.createChangeSet({ ...changeSet('same', 'of an earlier deployment'), Parameters })
    expect(await cfn.describeChangeSet({ StackName: 'shop-dev-web', ChangeSetName: 'same' })).toMatchObject({
      Status: 'FAILED',
      StatusReason: expect.stringContaining("didn't contain changes"),
    })
    await expect(cfn.createChangeSet(changeSet('new', 'x', 'CREATE'))).rejects.toThrow(/already exists/)
    await expect(cfn.describeStacks({ StackName: 'other' })).rejects.toMatchObject({ name: 'ValidationError' })
  })
})

describe('drift', () => {
  const StackName = 'shop-dev-web'
  const wanted = { StackName, StackResourceDriftStatusFilters: ['MODIFIED', 'DELETED'] as ('MODIFIED' | 'DELETED')[] }

  test('is found by a look, of which there is one at a time, and is known from then on', async () => {
    const { cfn, sleep } = await world(
      'given revision 1 with 1 task',
      `first LogGroup's RetentionInDays was changed from "30" to "7"`,
      'first CpuAlarm was deleted outside',
      "first TaskRole can't be read",
      'first a look takes 3 s',
    )
    const known = async () => (await cfn.describeStacks({ StackName })).Stacks?.[0]?.DriftInformation
    expect(await known()).toEqual({ StackDriftStatus: 'NOT_CHECKED' })
    const { StackDriftDetectionId = '' } = await cfn.detectStackDrift({ StackName })
    await expect(cfn.detectStackDrift({ StackName })).rejects.toThrow(/already in progress/)
    const status = () => cfn.describeStackDriftDetectionStatus({ StackDriftDetectionId })
    expect(await status()).toMatchObject({ DetectionStatus: 'DETECTION_IN_PROGRESS' })
    await sleep(4)
    expect(await status()).toMatchObject({
      DetectionStatus: 'DETECTION_FAILED',
      DetectionStatusReason: 'Failed to detect drift on resources [TaskRole]',
      StackDriftStatus: 'DRIFTED',
    })
    expect(await known()).toMatchObject({ StackDriftStatus: 'DRIFTED', LastCheckTimestamp: new Date('2026-11-24T12:00:00Z') })
    const { StackResourceDrifts: found = [] } = await cfn.describeStackResourceDrifts(wanted)
    expect(found.map(each => `${each.LogicalResourceId} ${each.StackResourceDriftStatus}`)).toEqual([
      'LogGroup MODIFIED',
      'CpuAlarm DELETED',
    ])
    expect(found[0]).toMatchObject({
      ResourceType: 'AWS::Logs::LogGroup',
      PropertyDifferences: [
        { PropertyPath: '/RetentionInDays', ExpectedValue: '30', ActualValue: '7', DifferenceType: 'NOT_EQUAL' },
      ],
    })
    await expect(cfn.describeStackDriftDetectionStatus({ StackDriftDetectionId: 'none' })).rejects.toThrow(/does not exist/)
  })

  test("isn't looked for while the stack works, and what is found later isn't known before", async () => {
    const { cfn, sleep } = await world(
      'given revision 1 with 1 task',
      '2s LogGroup\'s RetentionInDays was changed from "30" to "7"',
    )
    await cfn.detectStackDrift({ StackName })
    await cfn.createChangeSet(changeSet('one'))
    await cfn.executeChangeSet({ StackName, ChangeSetName: 'one' })
    await sleep(1)
    expect(await cfn.describeStackResourceDrifts(wanted)).toMatchObject({ StackResourceDrifts: [] })
    await sleep(9)
    await expect(cfn.detectStackDrift({ StackName })).rejects.toThrow(/is in UPDATE_IN_PROGRESS state/)
    expect((await cfn.describeStackResourceDrifts(wanted)).StackResourceDrifts).toHaveLength(1)
  })

  test('is what the template says otherwise, where that tells', async () => {
    const template = 'Resources: {LogGroup: {Type: AWS::Logs::LogGroup, Properties: {RetentionInDays: 30, Tags: [{Key: a}]}}}'
    aws = await scriptedAws(
      story(
        `first of shop-dev, LogGroup's RetentionInDays was changed to "7"`,
        `first of shop-dev, LogGroup's Tags/1 was changed to "x"`,
        'first of shop-dev, CloudFormation looked 2 days ago',
      ),
      { 'shop-dev': { outputs: {}, template } },
    )
    const cfn = new CloudFormation(config(aws.url))
    const { StackResourceDrifts: [drift] = [] } = await cfn.describeStackResourceDrifts({ StackName: 'shop-dev' })
    expect(drift?.PropertyDifferences?.map(each => [each.ExpectedValue, each.ActualValue, each.DifferenceType])).toEqual([
      ['30', '7', 'NOT_EQUAL'],
      ['null', 'x', 'ADD'],
    ])
    expect(drift?.Timestamp).toEqual(new Date('2026-11-22T12:00:00Z'))
    await expect(
      scriptedAws(story(`first of shop-dev, LogGroup's KmsKeyId was changed to "k"`), { 'shop-dev': { outputs: {}, template } }),
    ).rejects.toThrow(/doesn't tell LogGroup's KmsKeyId/)
  })

  test('is taken back by a change set that knows of it, once that is through', async () => {
    const { cfn, sleep } = await world(
      'given revision 1 with 1 task',
      'first the stack is what its manifest says',
      `first LogGroup's RetentionInDays was changed from "30" to "7"`,
      'first CpuAlarm was deleted outside',
      '2s stack UPDATE_COMPLETE',
    )
    await cfn.createChangeSet(changeSet('plain'))
    expect(await cfn.describeChangeSet({ StackName, ChangeSetName: 'plain' })).toMatchObject({ Status: 'FAILED' })
    await cfn.createChangeSet({ ...changeSet('back'), DeploymentMode: 'REVERT_DRIFT' })
    const described = await cfn.describeChangeSet({ StackName, ChangeSetName: 'back', IncludePropertyValues: true })
    expect(described).toMatchObject({ Status: 'CREATE_COMPLETE', DeploymentMode: 'REVERT_DRIFT' })
    expect(described.Changes?.map(({ ResourceChange }) => ResourceChange)).toMatchObject([
      {
        ...{ Action: 'Modify', LogicalResourceId: 'LogGroup', Replacement: 'False', ResourceDriftStatus: 'MODIFIED' },
        Details: [
          {
            Target: {
              ...{ Path: '/Properties/RetentionInDays', BeforeValue: '7', AfterValue: '30', BeforeValueFrom: 'ACTUAL_STATE' },
              Drift: { PreviousValue: '30', ActualValue: '7' },
            },
          },
        ],
      },
      { Action: 'Add', LogicalResourceId: 'CpuAlarm', ResourceDriftStatus: 'DELETED' },
    ])
    await cfn.executeChangeSet({ StackName, ChangeSetName: 'back' })
    await sleep(3)
    const { StackDriftDetectionId } = await cfn.detectStackDrift({ StackName })
    await sleep(6)
    expect(await cfn.describeStackDriftDetectionStatus({ StackDriftDetectionId })).toMatchObject({ StackDriftStatus: 'IN_SYNC' })
    const creation = { ...changeSet('new', 'x', 'CREATE'), StackName: 'other', DeploymentMode: 'REVERT_DRIFT' as const }
    await expect(cfn.createChangeSet(creation)).rejects.toThrow(/not supported for CREATE/)
  })
})

describe('ECS told alone', () => {
  const order = { cluster: 'c', service: 'web' }
  const revision = (number: number) => `arn:aws:ecs:eu-central-1:123456789012:task-definition/shop-dev-web:${number}`

  test('rolls out another revision, of which no stack knows, and the story begins', async () => {
    const { cfn, ecs, sleep } = await world('given revision 2 with 2 tasks', 'first :1 runs instead', '3s :2 serves')
    const service = async () => (await ecs.describeServices({ cluster: 'c', services: ['web'] })).services?.[0]
    expect((await service())?.deployments).toMatchObject([
      { taskDefinition: revision(1), rolloutState: 'COMPLETED', runningCount: 2, desiredCount: 2 },
    ])
    await sleep(10)
    const { service: told } = await ecs.updateService({ ...order, taskDefinition: revision(2) })
    expect(told?.deployments).toMatchObject([
      { taskDefinition: revision(2), rolloutState: 'IN_PROGRESS', desiredCount: 2 },
      { taskDefinition: revision(1), rolloutState: 'COMPLETED' },
    ])
    await sleep(9)
    expect((await service())?.deployments).toMatchObject([{ taskDefinition: revision(2), rolloutState: 'COMPLETED' }])
    const { Stacks: [stack] = [] } = await cfn.describeStacks({ StackName: 'shop-dev-web' })
    expect([stack?.StackStatus, stack?.LastUpdatedTime]).toEqual(['UPDATE_COMPLETE', undefined])
    expect((await cfn.describeStackEvents({ StackName: 'shop-dev-web' })).StackEvents).toEqual([])
  })

  test('begins nothing for the revision that it has, unless by force', async () => {
    const { ecs } = await world('given revision 2 with 1 task')
    const states = async (more: object) =>
      (await ecs.updateService({ ...order, ...more })).service?.deployments?.map(({ rolloutState }) => rolloutState)
    expect(await states({ taskDefinition: revision(2) })).toEqual(['COMPLETED'])
    expect(await states({})).toEqual(['COMPLETED'])
    expect(await states({ forceNewDeployment: true })).toEqual(['IN_PROGRESS'])
  })

  test('counts tasks anew only when it is told a number, and knows no revision that never was', async () => {
    const { ecs } = await world('given revision 2 with 2 tasks')
    expect((await ecs.updateService({ ...order, forceNewDeployment: true })).service?.desiredCount).toBe(2)
    expect((await ecs.updateService({ ...order, desiredCount: 5 })).service?.desiredCount).toBe(5)
    await expect(ecs.updateService({ ...order, taskDefinition: revision(3) })).rejects.toMatchObject({ name: 'ClientException' })
  })

  test("has no service that isn't there", async () => {
    const { ecs } = await world()
    await expect(ecs.updateService(order)).rejects.toMatchObject({ name: 'ServiceNotFoundException' })
  })

  test('finds no changes in a stack that is what its manifest says', async () => {
    const { cfn } = await world('given revision 2 with 1 task', 'first the stack is what its manifest says')
    await cfn.createChangeSet(changeSet('same'))
    expect(await cfn.describeChangeSet({ StackName: 'shop-dev-web', ChangeSetName: 'same' })).toMatchObject({ Status: 'FAILED' })
  })
})

test('what a deployment takes for granted is there, unless the story takes it away', async () => {
  const look = async ({ url }: ScriptedAws) => {
    const trusts = async (RoleName: string) =>
      new IAM(config(url)).getRole({ RoleName }).then(
        ({ Role }) => /ecs-tasks|lambda/.exec(Role?.AssumeRolePolicyDocument ?? '')?.[0],
        (error: Error) => error.name,
      )
    const Filters = [{ Name: 'subnet-id', Values: ['a', 'b'] }]
    const { Subnets = [] } = await new EC2(config(url)).describeSubnets({ Filters })
    const question = { ServiceCode: 'fargate', QuotaCode: 'L-3032A538' }
    return {
      subnets: Subnets.map(({ SubnetId, AvailableIpAddressCount }) => `${SubnetId} ${AvailableIpAddressCount}`),
      quota: (await new ServiceQuotas(config(url)).getServiceQuota(question)).Quota?.Value,
      roles: [await trusts('shop-dev-web-ExecutionRole'), await trusts('shop-dev-web-TaskRole')],
    }
  }
  const { aws: usual } = await world('given revision 1 with 1 task')
  expect(await look(usual)).toEqual({ subnets: ['a 200', 'b 200'], quota: 100, roles: ['ecs-tasks', 'ecs-tasks'] })
  const other = new ServiceQuotas(config(usual.url)).getServiceQuota({ ServiceCode: 'ec2', QuotaCode: 'L-1' })
  await expect(other).rejects.toMatchObject({ name: 'NoSuchResourceException' })
  await usual.close()

  const { aws: taken } = await world(
    'given revision 1 with 1 task',
    'first each subnet has 0 addresses left',
    'first subnet b is gone',
    'first the account may have 2 vCPUs',
    'first role shop-dev-web-ExecutionRole trusts lambda.amazonaws.com',
    'first role shop-dev-web-TaskRole is gone',
  )
  expect(await look(taken)).toEqual({ subnets: ['a 0'], quota: 2, roles: ['lambda', 'NoSuchEntityException'] })
})

test('ECS counts what the story tells of', async () => {
  const { cfn, ecs, sleep } = await world(
    'given revision 1 with 2 tasks',
    '1s rollout :2 IN_PROGRESS',
    '2s task a :2 PENDING',
    '4s task b :2 RUNNING',
    '5s container db_ca of task b ends with 0',
    '6s task b stops with 1 (boom): EssentialContainerExited "it ended"',
  )
  await cfn.createChangeSet(changeSet('one'))
  await cfn.executeChangeSet({ StackName: 'shop-dev-web', ChangeSetName: 'one' })
  const service = async () => (await ecs.describeServices({ cluster: 'c', services: ['web'] })).services?.[0]
  await sleep(5)
  expect((await service())?.deployments).toMatchObject([
    { status: 'PRIMARY', runningCount: 1, pendingCount: 1, failedTasks: 0, rolloutState: 'IN_PROGRESS' },
    { status: 'ACTIVE', runningCount: 2, pendingCount: 0, rolloutState: 'COMPLETED' },
  ])
  await sleep(2)
  expect((await service())?.deployments?.[0]).toMatchObject({ runningCount: 0, failedTasks: 1 })
  const { taskArns = [] } = await ecs.listTasks({ cluster: 'c', serviceName: 'web', desiredStatus: 'STOPPED' })
  expect((await ecs.describeTasks({ cluster: 'c', tasks: taskArns })).tasks).toMatchObject([
    {
      stopCode: 'EssentialContainerExited',
      stoppedReason: 'it ended',
      containers: [
        { exitCode: 1, reason: 'boom' },
        { name: 'db_ca', exitCode: 0 },
      ],
    },
  ])
  await sleep(4000)
  expect(await ecs.listTasks({ cluster: 'c', serviceName: 'web', desiredStatus: 'STOPPED' })).toMatchObject({ taskArns: [] })
})

test('each service has times, tasks, targets and events of its own', async () => {
  const { cfn, ecs, sleep } = await world(
    'given revision 1 with 1 task',
    'given api at revision 7 with 2 tasks',
    '1s api: :8 begins',
    '9s api: task a :8 RUNNING',
    '1s :2 begins',
  )
  const running = async (name: string) => (await ecs.describeServices({ cluster: 'c', services: [name] })).services?.[0]
  await cfn.createChangeSet({ ...changeSet('one'), StackName: 'shop-dev-api' })
  await cfn.executeChangeSet({ StackName: 'shop-dev-api', ChangeSetName: 'one' })
  await sleep(10)
  expect(await running('api')).toMatchObject({
    taskDefinition: expect.stringMatching(/shop-dev-api:8$/),
    runningCount: 3,
    desiredCount: 2,
  })
  expect(await running('web')).toMatchObject({ taskDefinition: expect.stringMatching(/shop-dev-web:1$/), runningCount: 1 })
  const { taskArns = [] } = await ecs.listTasks({ cluster: 'c', serviceName: 'web' })
  expect((await ecs.describeTasks({ cluster: 'c', tasks: taskArns })).tasks).toMatchObject([{ group: 'service:web' }])
  expect(await running('other')).toBeUndefined()

  await cfn.createChangeSet(changeSet('two'))
  await cfn.executeChangeSet({ StackName: 'shop-dev-web', ChangeSetName: 'two' })
  await sleep(5)
  expect(await running('web')).toMatchObject({ taskDefinition: expect.stringMatching(/shop-dev-web:2$/) })
})

test('the repository has what the story says, found by digest and by tag', async () => {
  const { ecr } = await world('first the repository has sha256:39 as 1f3c9aa', 'first the repository has sha256:38')
  const find = async (id: { imageDigest?: string; imageTag?: string }) =>
    (await ecr.describeImages({ repositoryName: 'shop/web', imageIds: [id] })).imageDetails
  expect(await find({ imageTag: '1f3c9aa' })).toEqual([{ imageDigest: 'sha256:39', imageTags: ['1f3c9aa'] }])
  expect(await find({ imageDigest: 'sha256:38' })).toEqual([{ imageDigest: 'sha256:38' }])
  const get = async (imageTag: string) =>
    (await ecr.batchGetImage({ repositoryName: 'shop/web', imageIds: [{ imageTag }] })).images
  expect([await get('1f3c9aa'), await get('other')]).toEqual([[{ imageId: { imageTag: '1f3c9aa' } }], []])
  await expect(find({ imageDigest: 'sha256:37' })).rejects.toMatchObject({ name: 'ImageNotFoundException' })
})

test('faults end after their number of calls; a lost answer is of work that was done', async () => {
  const { cfn, sleep } = await world(
    'given revision 1 with 1 task',
    '1s DescribeStacks fails 1 time: Throttling "Rate exceeded"',
    'first the answer to CreateChangeSet is lost 1 time',
    '1s ExecuteChangeSet is cut',
    '9s all is well again',
  )
  await expect(cfn.createChangeSet(changeSet('one'))).rejects.toThrow()
  await cfn.executeChangeSet({ StackName: 'shop-dev-web', ChangeSetName: 'one' })
  await sleep(2)
  await expect(cfn.describeStacks({ StackName: 'shop-dev-web' })).rejects.toMatchObject({ name: 'Throttling' })
  await expect(cfn.describeStacks({ StackName: 'shop-dev-web' })).resolves.toBeDefined()
  await expect(cfn.executeChangeSet({ StackName: 'shop-dev-web', ChangeSetName: 'one' })).rejects.toThrow()
  await sleep(10)
  await expect(cfn.executeChangeSet({ StackName: 'shop-dev-web', ChangeSetName: 'one' })).rejects.toMatchObject({
    name: 'InvalidChangeSetStatusException',
  })
})
