import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test, afterEach } from '@jest/globals'
import { CloudFormation, waitUntilStackCreateComplete } from '@aws-sdk/client-cloudformation'
import { EC2 } from '@aws-sdk/client-ec2'
import { ECS } from '@aws-sdk/client-ecs'
import { parse } from 'yaml'
import { awsProxy, type AwsProxy } from '../support/aws-proxy.js'
import { mm } from '../support/cli.js'
import { localAws, type LocalAws } from '../support/local-aws.js'
import type { Repository } from '../support/repository.js'
import { smallApp } from '../support/small-app.js'

// One account for the whole file: the tests tell one story, in order.
let aws: LocalAws
let proxy: AwsProxy
let repo: Repository
let cloudFormation: CloudFormation
let ec2: EC2
let ecs: ECS

beforeAll(async () => {
  aws = await localAws()
  proxy = await awsProxy(aws.endpoint)
  repo = smallApp()
  const client = {
    region: 'eu-central-1',
    endpoint: aws.endpoint,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  }
  cloudFormation = new CloudFormation(client)
  ec2 = new EC2(client)
  ecs = new ECS(client)
}, 120_000)

afterAll(async () => {
  repo.remove()
  await proxy.close()
  await aws.stop()
}, 60_000)

beforeEach(() => void (proxy.calls.length = 0))
afterEach(() => expect(proxy.serverErrors()).toEqual([]))

const run = (...args: string[]) =>
  mm(args, { cwd: repo.root, env: { ...aws.env, AWS_ENDPOINT_URL: proxy.url, MM_POLL_MS: '100' } })
const asked = (action: string) => proxy.calls.filter(call => call.action === action).length
const changeSets = async (stack: string) => (await cloudFormation.listChangeSets({ StackName: stack })).Summaries ?? []

describe('an empty account', () => {
  test.each([
    [['status'], /the environment dev of shop isn't deployed[\s\S]*mm env deploy --name dev/],
    [['logs'], /isn't deployed/],
    [['db', 'deploy', '--yes'], /isn't deployed/],
    [['db', 'snapshot'], /the database db isn't deployed in dev[\s\S]*mm db deploy --env dev/],
    [['svc', 'deploy', 'idle', '--yes'], /isn't deployed/],
    [['svc', 'delete', 'web', '--confirm', 'web'], /there is no stack shop-dev-web/],
    [['env', 'delete', '--confirm', 'dev'], /there is no stack shop-dev /],
  ])('%j says what is missing, with exit code 5', async (args, expected) => {
    const { exit, stderr } = await run(...args)
    expect(stderr).toMatch(expected)
    expect(exit).toBe(5)
  })

  test('a deploy that nobody can confirm shows the plan, names --yes, and leaves nothing behind', async () => {
    const { exit, stderr } = await run('env', 'deploy')
    expect(exit).toBe(2)
    expect(stderr).toMatch(/\+ create {2}Vpc[\s\S]* {2}cost {2}about \$52 a month: [\s\S]*\nlist prices of us-east-1[\s\S]*--yes/)
    expect((await cloudFormation.describeStacks({})).Stacks?.filter(each => each.StackStatus !== 'DELETE_COMPLETE')).toEqual([])
  })
})

describe('an environment', () => {
  test('is created with the shared stack in one plan, and its address is the result', async () => {
    const { exit, stdout, stderr } = await run('env', 'deploy', '--name', 'dev', '--yes')
    expect(exit).toBe(0)
    expect(stderr).toMatch(/shop-shared {2}4 to create[\s\S]*shop-dev {2}\d+ to create[\s\S]*was created/)
    expect(stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+\n$/)
  })

  test('that is unchanged says so, and leaves no change set behind', async () => {
    const { exit, stdout } = await run('env', 'deploy', '--yes', '--json')
    expect(exit).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      environment: 'dev',
      status: 'unchanged',
      shared: { status: 'unchanged' },
      account: '123456789012',
    })
    expect(asked('ExecuteChangeSet')).toBe(0)
    expect((await changeSets('shop-dev')).filter(set => set.ExecutionStatus === 'AVAILABLE')).toEqual([])
  })

  test('that has nothing in it shows how to go on', async () => {
    const { exit, stdout } = await run('status')
    expect(exit).toBe(0)
    expect(stdout).toMatch(/shop dev[\s\S]*plain HTTP[\s\S]*nothing is deployed yet/)
  })

  test('is updated by what its manifest changes, and only by that', async () => {
    repo.write('mm/environments/dev/manifest.yml', 'name: dev\ntype: Environment\nalarms: {notify: [ops@example.com]}\n')
    const { exit, stderr } = await run('env', 'deploy', '--yes')
    expect(exit).toBe(0)
    expect(stderr).toMatch(/shop-dev {2}1 to create\n\s+\+ create {2}AlarmSubscription[0-9a-f]{8}/)
    expect(stderr).toMatch(/was updated/)
  })

  test('package prints the template that was deployed, byte for byte', async () => {
    const { stdout } = await run('env', 'package')
    const { TemplateBody } = await cloudFormation.getTemplate({ StackName: 'shop-dev', TemplateStage: 'Original' })
    expect(stdout.trimEnd()).toBe(TemplateBody?.trimEnd())
  })
})

describe('the twins of a deployment', () => {
  test('diff of what is deployed as written is empty, and ends with 0 also when a change would not', async () => {
    const { exit, stdout } = await run('env', 'diff', '--fail-on-change', '--json')
    expect(JSON.parse(stdout)).toMatchObject({ changed: false })
    expect(exit).toBe(0)
  })

  test('diff of a change shows its lines and what CloudFormation would do, ends with 10, and leaves nothing behind', async () => {
    const before = repo.read('mm/environments/dev/manifest.yml')
    repo.write('mm/environments/dev/manifest.yml', `${before}budget: 100\n`)
    const { exit, stdout } = await run('env', 'diff', '--fail-on-change')
    repo.write('mm/environments/dev/manifest.yml', before)
    expect(stdout).toMatch(/\+ {2}Budget:\n[\s\S]*\+ create {2}Budget/)
    // A budget is free of charge.
    expect(stdout).not.toMatch(/list prices/)
    expect(exit).toBe(10)
    expect(asked('ExecuteChangeSet')).toBe(0)
    expect((await changeSets('shop-dev')).filter(set => set.ExecutionStatus === 'AVAILABLE')).toEqual([])
  })

  test('package writes what was sent, with its parameters', async () => {
    const { exit } = await run('env', 'package', '--output-dir', 'out')
    expect(exit).toBe(0)
    const { TemplateBody } = await cloudFormation.getTemplate({ StackName: 'shop-dev', TemplateStage: 'Original' })
    expect(repo.read('out/shop-dev.stack.yml')).toBe(TemplateBody)
    const { Stacks: [stack] = [] } = await cloudFormation.describeStacks({ StackName: 'shop-dev' })
    const deployed = Object.fromEntries(
      (stack?.Parameters ?? []).map(({ ParameterKey = '', ParameterValue }) => [ParameterKey, ParameterValue]),
    )
    expect(JSON.parse(repo.read('out/shop-dev.params.json'))).toMatchObject({ Parameters: deployed })
  })

  test('show has the resources with their ids, and ls what is here and what is there', async () => {
    const shown = await run('env', 'show', 'dev', '--resources', '--json')
    expect(shown.exit).toBe(0)
    expect(shown.stdout).toMatch(/"PublicBalancer"/)
    expect(shown.stdout).toMatch(/vpc-[0-9a-f]+/)
    const listed = await run('svc', 'ls')
    expect(listed.exit).toBe(0)
    expect(listed.stdout).toMatch(/web/)
  })
})

describe('a service', () => {
  test('is created, verified, and shown', async () => {
    const { exit, stderr, stdout } = await run('svc', 'deploy', 'idle', '--env', 'dev', '--yes', '--json')
    expect(stderr).not.toMatch(/error/)
    expect(exit).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ service: 'idle', status: 'created', image: 'node:20-alpine' })
    const status = await run('status', '--json')
    expect(JSON.parse(status.stdout)).toMatchObject({
      healthy: true,
      encrypted: false,
      services: [{ name: 'idle', desired: 0, running: 0, rollout: 'COMPLETED' }],
    })
  })

  test('that is unchanged is left alone', async () => {
    const { exit, stderr } = await run('svc', 'deploy', 'idle', '--yes')
    expect(exit).toBe(0)
    expect(stderr).toMatch(/is unchanged: nothing was to be done/)
    expect(asked('ExecuteChangeSet')).toBe(0)
  })

  test('gets the revision of its stack back when somebody has deployed another one past it', async () => {
    const outputsOf = async (StackName: string) =>
      new Map(
        (await cloudFormation.describeStacks({ StackName })).Stacks?.[0]?.Outputs?.map(each => [
          each.OutputKey,
          each.OutputValue,
        ]),
      )
    const [outputs, cluster] = [await outputsOf('shop-dev-idle'), (await outputsOf('shop-dev')).get('ClusterName') ?? '']
    const [service, stacks = ''] = [outputs.get('ServiceName') ?? '', outputs.get('TaskDefinitionArn')]
    const { taskDefinition } = await ecs.describeTaskDefinition({ taskDefinition: stacks })
    const { family, containerDefinitions, cpu, memory, executionRoleArn, taskRoleArn, networkMode } = taskDefinition ?? {}
    const other = await ecs.registerTaskDefinition({
      ...{ family, containerDefinitions, cpu, memory, executionRoleArn, taskRoleArn, networkMode },
      requiresCompatibilities: ['FARGATE'],
    })
    const running = other.taskDefinition?.taskDefinitionArn
    await ecs.updateService({ cluster, service, taskDefinition: running })

    const diff = await run('svc', 'diff', 'idle', '--fail-on-change', '--json')
    expect(diff.exit).toBe(10)
    expect(JSON.parse(diff.stdout)).toMatchObject({ stacks: [{ changes: [], redeploy: { taskDefinition: stacks, running } }] })

    const { exit, stderr, stdout } = await run('svc', 'deploy', 'idle', '--yes', '--json')
    expect(stderr).toMatch(/"changes":\[\],.*"redeploy":\{"taskDefinition":"[^"]+:\d+","running":"[^"]+:\d+"/)
    expect(exit).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ status: 'redeployed', taskDefinition: stacks })
    expect(asked('CreateChangeSet')).toBe(1)
    const { services: [now] = [] } = await ecs.describeServices({ cluster, services: [service] })
    expect(now).toMatchObject({ taskDefinition: stacks, desiredCount: 0 })
    expect((await run('svc', 'deploy', 'idle', '--yes')).stderr).toMatch(/is unchanged: nothing was to be done/)
  }, 60_000)

  test('has a log that can be read, though it is empty', async () => {
    const { exit, stdout } = await run('logs', 'idle', '--since', '5m')
    expect(exit).toBe(0)
    expect(stdout).toBe('')
  })

  test('that is unknown to logs gets the nearest name', async () => {
    const { exit, stderr } = await run('logs', 'idel')
    expect(exit).toBe(5)
    expect(stderr).toMatch(/mm logs idle --env dev/)
  })

  test('is not built while the engine does not run', async () => {
    const { exit, stderr } = await mm(['svc', 'deploy', 'web', '--yes'], {
      cwd: repo.root,
      env: { ...aws.env, AWS_ENDPOINT_URL: proxy.url, MM_POLL_MS: '100', DOCKER_HOST: 'tcp://127.0.0.1:9' },
    })
    expect(exit).toBe(1)
    expect(stderr).toMatch(/Docker is not running[\s\S]*nothing was built[\s\S]*fix/)
    expect(asked('CreateChangeSet')).toBe(0)
  })

  test('whose build fails shows the last lines of the build and its exit code', async () => {
    repo.write('web/Dockerfile', 'FROM node:20-alpine\nRUN echo "it breaks here" && exit 7\n')
    const { exit, stderr } = await run('svc', 'deploy', 'web', '--yes')
    expect(exit).toBe(1)
    expect(stderr).toMatch(
      /the image build failed \(docker build ended with exit code [17]\)[\s\S]*it breaks here[\s\S]*nothing was pushed/,
    )
  }, 60_000)
})

describe("an image's content", () => {
  interface Result {
    status: string
    image: string
    tag: string
  }
  const deploy = async (...more: string[]) => {
    const { exit, stdout, stderr } = await run('svc', 'deploy', 'still', '--yes', '--json', ...more)
    if (exit !== 0) throw new Error(stderr)
    return { ...(JSON.parse(stdout) as Result), stderr }
  }
  let first: Result

  beforeAll(() => {
    // Of nothing that would have to be pulled.
    repo.write('still/Dockerfile', 'FROM scratch\nCOPY hello /\nCMD ["/hello"]\n')
    repo.write('still/hello', 'hello')
    repo.write(
      'mm/still/manifest.yml',
      'name: still\ntype: Backend Service\nimage: {build: still/Dockerfile, port: 8080}\ncount: 0\n',
    )
    repo.commit()
  })

  test('is in its tag', async () => {
    first = await deploy()
    expect(first.tag).toMatch(/^[0-9a-f]{10}-[0-9a-f]{12}$/)
    expect(first.status).toBe('created')
  }, 60_000)

  test('is built once, whatever is committed elsewhere', async () => {
    repo.write('README.md', 'of no service')
    repo.commit()
    const { stderr, ...again } = await deploy()
    expect(again).toMatchObject({ status: 'unchanged', image: first.image, tag: first.tag })
    expect(stderr).toContain(
      `${first.tag} is already in the registry: it was built at ${first.tag.slice(0, 10)}, which has the same`,
    )
    expect([asked('CreateChangeSet'), asked('ExecuteChangeSet')]).toEqual([0, 0])
  }, 60_000)

  test('is built anew when asked for, which later deployments take', async () => {
    const anew = await deploy('--rebuild')
    expect(anew.status).toBe('updated')
    expect(anew.tag.endsWith(`${first.tag.slice(10)}-r2`)).toBe(true)
    expect(anew.image).not.toBe(first.image)
    expect(await deploy()).toMatchObject({ status: 'unchanged', image: anew.image, tag: anew.tag })
  }, 60_000)

  test('that comes back finds its image', async () => {
    repo.write('still/hello', 'another')
    repo.commit()
    const other = await deploy()
    expect(other).toMatchObject({ status: 'updated', tag: expect.not.stringContaining(first.tag.slice(10)) })
    repo.write('still/hello', 'hello')
    const uncommitted = await deploy()
    expect(uncommitted.tag).toContain('-dirty-')
    repo.commit()
    const back = await deploy()
    expect(back.tag.endsWith(`${first.tag.slice(10)}-r2`)).toBe(true)
    expect(back.stderr).toMatch(/"sameContentAs":"[0-9a-f]{10}"/)
  }, 120_000)

  afterAll(async () => {
    await run('svc', 'delete', 'still', '--confirm', 'still')
    rmSync(join(repo.root, 'mm/still'), { recursive: true })
  }, 60_000)
})

describe('a stack that is left over', () => {
  test.each(['REVIEW_IN_PROGRESS'])(
    'in %s is recovered from',
    async status => {
      await cloudFormation.createChangeSet({
        StackName: 'shop-dev-db',
        ChangeSetName: 'left',
        ChangeSetType: 'CREATE',
        TemplateBody: '{"Resources": {"T": {"Type": "AWS::SNS::Topic"}}}',
      })
      expect((await cloudFormation.describeStacks({ StackName: 'shop-dev-db' })).Stacks?.[0]?.StackStatus).toBe(status)
      const { exit, stderr } = await run('db', 'deploy', '--yes')
      expect(stderr).toMatch(/Delete what is left of shop-dev-db \(REVIEW_IN_PROGRESS/)
      expect(exit).toBe(0)
    },
    120_000,
  )
})

test('a first creation that failed is recovered from by the next deploy', async () => {
  const broken = JSON.stringify({
    Resources: {
      Rule: {
        Type: 'AWS::EC2::SecurityGroupIngress',
        Properties: { GroupId: 'sg-missing', IpProtocol: 'tcp', FromPort: 1, ToPort: 1, CidrIp: '10.0.0.0/8' },
      },
    },
  })
  await cloudFormation.deleteStack({ StackName: 'shop-dev-idle' })
  const status = async () =>
    (await cloudFormation.describeStacks({}).catch(() => ({ Stacks: [] }))).Stacks?.find(
      each => each.StackName === 'shop-dev-idle' && each.StackStatus !== 'DELETE_COMPLETE',
    )?.StackStatus
  const becomes = async (wanted: string | undefined) => {
    for (let i = 0; i < 100 && (await status()) !== wanted; i++) await new Promise(resolve => setTimeout(resolve, 100))
    expect(await status()).toBe(wanted)
  }
  await becomes(undefined)
  await cloudFormation.createStack({ StackName: 'shop-dev-idle', TemplateBody: broken })
  await becomes('ROLLBACK_COMPLETE')
  const { exit, stderr } = await run('svc', 'deploy', 'idle', '--yes')
  expect(stderr).toMatch(/Delete what is left of shop-dev-idle \(ROLLBACK_COMPLETE: its creation failed\)[\s\S]*was created/)
  expect(exit).toBe(0)
}, 60_000)

test('a first creation of a database that fails leaves its log to be read, and no volume or secret to be paid for', async () => {
  const StackName = 'shop-dev-failed'
  const { TemplateBody } = await cloudFormation.getTemplate({ StackName: 'shop-dev-db', TemplateStage: 'Original' })
  const { Stacks: [deployed] = [] } = await cloudFormation.describeStacks({ StackName: 'shop-dev-db' })
  const template = parse(TemplateBody!) as { Resources: Record<string, object> }
  template.Resources['Broken'] = {
    Type: 'AWS::EC2::SecurityGroupIngress',
    DependsOn: 'Group0',
    Properties: { GroupId: 'sg-missing', IpProtocol: 'tcp' },
  }
  await cloudFormation.createStack({
    StackName,
    TemplateBody: JSON.stringify(template),
    Parameters: deployed!.Parameters!.map(each => ({
      ...each,
      ParameterValue: each.ParameterKey === 'Db' ? 'failed' : each.ParameterValue,
    })),
    Capabilities: ['CAPABILITY_IAM'],
  })
  const settled = waitUntilStackCreateComplete(
    { client: cloudFormation, maxWaitTime: 60, minDelay: 1, maxDelay: 1 },
    { StackName },
  )
  await expect(settled).rejects.toThrow('ROLLBACK_COMPLETE')
  const { StackEvents = [] } = await cloudFormation.describeStackEvents({ StackName })
  const ended = (status: string) => StackEvents.flatMap(each => (each.ResourceStatus === status ? each.LogicalResourceId : []))
  expect(ended('DELETE_SKIPPED')).toEqual(['LogGroup'])
  expect(ended('DELETE_COMPLETE')).toEqual(
    expect.arrayContaining(['Volume0G1', 'AdminSecret', 'AppSecret', 'MonitorSecret', 'KeyfileSecret', 'UriSecret']),
  )
  await cloudFormation.deleteStack({ StackName })
}, 90_000)

describe('a database', () => {
  test('has a restore point with its tags', async () => {
    const { exit, stdout } = await run('db', 'snapshot', '--note', 'before the change', '--json')
    expect(exit).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      state: 'completed',
      size: 20,
      environment: 'dev',
      database: 'db',
      version: '8.0.15',
      note: 'before the change',
      member: { index: 0, state: 'PRIMARY', optime: expect.stringMatching(/^20\d\d-.*Z$/), fcv: '8.0' },
      remarks: [],
    })
    const { id, member } = JSON.parse(stdout) as { id: string; member: { optime: string } }
    const { Snapshots: [snapshot] = [] } = await ec2.describeSnapshots({ SnapshotIds: [id] })
    expect(Object.fromEntries((snapshot?.Tags ?? []).map(({ Key, Value }) => [Key, Value]))).toMatchObject({
      'mm:db': 'db',
      'mm:member': '0',
      'mm:state': 'PRIMARY',
      'mm:optime': member.optime,
      'mm:fcv': '8.0',
    })
  }, 60_000)

  test('whose member cannot be asked has one all the same, and mm says which right is missing', async () => {
    proxy.faults.push({ action: 'SendCommand', kind: 'deny' })
    const { exit, stdout, stderr } = await run('db', 'snapshot')
    proxy.faults.length = 0
    expect(exit).toBe(0)
    expect(stdout).toMatch(/^snap-/)
    expect(stderr).toMatch(/note {2}member 0 couldn't be asked how it is: AWS denies \w+:SendCommand[\s\S]*member 0 \(unknown\)/)
  }, 60_000)

  test('that has no such member says so, and orders nothing', async () => {
    const { exit, stderr } = await run('db', 'snapshot', '--member', '1')
    expect([exit, asked('CreateSnapshot')]).toEqual([2, 0])
    expect(stderr).toMatch(/has no member 1[\s\S]*its only one is member 0/)
  })

  test('--no-wait returns while AWS goes on', async () => {
    const { exit, stdout, stderr } = await run('db', 'snapshot', '--no-wait')
    expect(exit).toBe(0)
    expect(stdout).toMatch(/^snap-[0-9a-f]+\n$/)
    expect(stderr).toMatch(/restore point|Restore point/)
  }, 60_000)
})

describe('a database that an older mm deployed', () => {
  const StackName = 'shop-dev-db'
  const settled = async () => {
    const status = async () => (await cloudFormation.describeStacks({ StackName })).Stacks?.[0]?.StackStatus
    for (let i = 0; i < 300 && (await status()) !== 'UPDATE_COMPLETE'; i++) await new Promise(resolve => setTimeout(resolve, 100))
    expect(await status()).toBe('UPDATE_COMPLETE')
  }
  const older = (text: string) =>
    text
      .replace('chmod 755 /usr/local/sbin/mm-db-boot\n', 'chmod 750 /usr/local/sbin/mm-db-boot\n')
      .replace(/Version: "\w+"$/m, 'Version: "0123456789ab"')
  const names = ['App', 'Env', 'Db', 'AmiId', 'VpcId', 'Subnet0', 'Zone0', 'PrivateZoneId', 'PrivateZoneName', 'AlarmTopicArn']

  test('keeps its boot script, and mm says how to get the new one', async () => {
    const { TemplateBody = '' } = await cloudFormation.getTemplate({ StackName, TemplateStage: 'Original' })
    expect(older(TemplateBody)).not.toBe(TemplateBody)
    await cloudFormation.updateStack({
      StackName,
      TemplateBody: older(TemplateBody),
      Parameters: names.map(ParameterKey => ({ ParameterKey, UsePreviousValue: true })),
      Capabilities: ['CAPABILITY_NAMED_IAM'],
    })
    await settled()
    const { exit, stdout } = await run('db', 'deploy', '--yes', '--json')
    expect([exit, asked('ExecuteChangeSet')]).toEqual([0, 0])
    expect(JSON.parse(stdout)).toMatchObject({
      status: 'unchanged',
      notes: [expect.stringMatching(/the boot script 0123456789ab, .*mm db deploy --name db --env dev --renew-instances/)],
    })
    expect((await run('db', 'diff', '--fail-on-change')).exit).toBe(0)
  }, 120_000)

  test('gets the new one when its instances are renewed, and the plan says what restarts', async () => {
    const { stdout } = await run('db', 'diff', '--renew-instances', '--json')
    expect(JSON.parse(stdout)).toMatchObject({
      changed: true,
      stacks: [
        {
          diff: expect.stringMatching(/^-.*Version: "0123456789ab"$/m),
          changes: expect.arrayContaining([
            expect.objectContaining({ logicalId: 'Group0', restart: 'member 0 restarts: no database for some minutes' }),
          ]),
        },
      ],
    })
    const { exit, stderr } = await run('db', 'deploy', '--renew-instances', '--yes')
    expect(exit).toBe(0)
    expect(stderr).toMatch(/member 0 restarts[\s\S]*was updated/)
    expect(stderr).not.toContain('--renew-instances')
  }, 120_000)
})

test.each([
  [['db', 'package'], 'shop-dev-db'],
  [['svc', 'package', 'idle'], 'shop-dev-idle'],
])('%j prints the template that was deployed, byte for byte', async (args, stack) => {
  const { exit, stdout } = await run(...args)
  const { TemplateBody } = await cloudFormation.getTemplate({ StackName: stack, TemplateStage: 'Original' })
  expect(exit).toBe(0)
  expect(stdout.trimEnd()).toBe(TemplateBody?.trimEnd())
})

describe('deleting', () => {
  test('an environment in which something lives is refused, with the commands in their order', async () => {
    const { exit, stderr } = await run('env', 'delete', '--confirm', 'dev')
    expect(exit).toBe(1)
    expect(stderr).toMatch(/still holds[\s\S]*mm svc delete idle --env dev\s+mm db delete --name db --env dev/)
  })

  test('wants the name, and --yes is not a flag of it', async () => {
    expect((await run('svc', 'delete', 'idle')).stderr).toMatch(/the name must be given[\s\S]*--confirm idle/)
    expect((await run('svc', 'delete', 'idle', '--confirm', 'dev')).stderr).toMatch(/"dev" isn't idle/)
    expect((await run('svc', 'delete', 'idle', '--yes')).exit).toBe(2)
  })

  test('a service takes its stack away and keeps its log', async () => {
    const { exit, stderr } = await run('svc', 'delete', 'idle', '--confirm', 'idle')
    expect(exit).toBe(0)
    expect(stderr).toMatch(/was deleted[\s\S]*kept[\s\S]*LogGroup/)
  })

  test('a database keeps its volume and its passwords', async () => {
    const { exit, stdout } = await run('db', 'delete', '--confirm', 'db', '--json')
    expect(exit).toBe(0)
    const { kept } = JSON.parse(stdout) as { kept: { logicalId: string }[] }
    expect(kept.map(each => each.logicalId)).toEqual(
      expect.arrayContaining(['Volume0G1', 'AdminSecret', 'AppSecret', 'KeyfileSecret', 'UriSecret']),
    )
  }, 60_000)

  test('an environment in which nothing lives any more', async () => {
    const { exit, stderr } = await run('env', 'delete', '--confirm', 'dev')
    expect(stderr).toMatch(/shop-dev was deleted/)
    expect(exit).toBe(0)
  })
})
