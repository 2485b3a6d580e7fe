import { CloudFormation, paginateDescribeStackEvents, type StackEvent } from '@aws-sdk/client-cloudformation'
import { EC2 } from '@aws-sdk/client-ec2'
import { S3 } from '@aws-sdk/client-s3'
import { awsProxy, type AwsProxy } from './aws-proxy.js'
import { mm, type Result, type RunOptions } from './cli.js'
import type { LocalAws } from './local-aws.js'
import { repository } from './repository.js'

/** An application that is closed whatever happens. */
export async function withDeployments<T>(aws: LocalAws, name: string, use: (app: Deployed) => Promise<T>): Promise<T> {
  const app = await deployments(aws, name)
  try {
    return await use(app)
  } finally {
    await app.close()
  }
}

/** An application of its own in a local AWS that others use at the same time, behind a proxy of its own. */
export interface Deployed {
  name: string
  proxy: AwsProxy
  /** `mm deploy --yes`, as somebody runs it who waits for locks. */
  deploy: (options?: Partial<RunOptions>) => Promise<Result>
  /** Throws with what it said when it doesn't end with 0. */
  deploysWell(): Promise<void>
  run: (args: string[], options?: Partial<RunOptions>) => Promise<Result>
  /** Edits manifests of the environment and the service, so that both stacks are to be updated. */
  edit(): void
  /** As the account has it now. */
  look(): Promise<Found>
  close(): Promise<void>
}

export interface Found {
  stacks: Record<string, FoundStack>
  locks: string[]
  /** Rules by which the network's default group lets anything out. */
  defaultGroup: number
}

export interface FoundStack {
  status: string
  protected: boolean
  /** Names, since values are different in each application. */
  parameters: string[]
  /** Names of change sets that nobody executed. */
  left: string[]
  /** What CloudFormation did with it, oldest first, e.g. `CREATE`, `UPDATE`. */
  operations: string[]
}

const environment = 'name: dev\ntype: Environment\nproduction: true\n'
// A foreign image and no tasks: neither an engine nor a build is needed.
const service = 'name: web\ntype: Backend Service\nimage: {location: "node:20-alpine", port: 8080}\ncount: 0\n'

async function deployments(aws: LocalAws, name: string): Promise<Deployed> {
  const proxy = await awsProxy(aws.endpoint)
  const repo = repository({
    'mm/app.yml': `name: ${name}\nregion: eu-central-1\n`,
    'mm/environments/dev/manifest.yml': environment,
    'mm/web/manifest.yml': service,
  })
  const client = { region: 'eu-central-1', endpoint: aws.endpoint, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } }
  const [cloudFormation, ec2, s3] = [new CloudFormation(client), new EC2(client), new S3({ ...client, forcePathStyle: true })]

  const run: Deployed['run'] = (args, { env = {}, ...options } = {}) =>
    mm(args, {
      cwd: repo.root,
      env: { ...aws.env, AWS_ENDPOINT_URL: proxy.url, MM_POLL_MS: '100', ...env },
      ...options,
    })

  const deploy: Deployed['deploy'] = options => run(['deploy', '--yes', '--lock-wait', '1m'], options)

  async function stackOf(StackName: string): Promise<FoundStack> {
    const { Stacks: [stack] = [] } = await cloudFormation.describeStacks({ StackName })
    const { Summaries = [] } = await cloudFormation.listChangeSets({ StackName })
    const events = await eventsOf(stack?.StackId)
    return {
      status: stack?.StackStatus ?? '',
      protected: stack?.EnableTerminationProtection ?? false,
      parameters: (stack?.Parameters ?? []).map(({ ParameterKey = '' }) => ParameterKey).sort(),
      left: Summaries.filter(each => each.ExecutionStatus !== 'EXECUTE_COMPLETE').map(each => each.ChangeSetName ?? ''),
      operations: events
        .filter(({ PhysicalResourceId, StackId }) => PhysicalResourceId === StackId)
        .flatMap(({ ResourceStatus = '' }) => /^(CREATE|UPDATE|DELETE)_IN_PROGRESS$/.exec(ResourceStatus)?.[1] ?? [])
        .reverse(),
    }
  }

  async function eventsOf(StackName: string | undefined): Promise<StackEvent[]> {
    const all = []
    for await (const { StackEvents = [] } of paginateDescribeStackEvents({ client: cloudFormation }, { StackName }))
      all.push(...StackEvents)
    return all
  }

  return {
    name,
    proxy,
    run,
    deploy,

    async deploysWell() {
      const { exit, stderr } = await deploy()
      if (exit !== 0) throw new Error(`${name}: mm deploy ended with ${exit}\n${stderr}`)
    },

    edit() {
      repo.write('mm/environments/dev/manifest.yml', `${environment}alarms: {notify: [ops@shop.example]}\n`)
      repo.write('mm/web/manifest.yml', `${service}variables: {LOG_LEVEL: debug}\n`)
    },

    async look() {
      const { Stacks = [] } = await cloudFormation.describeStacks({})
      const own = Stacks.filter(each => each.StackStatus !== 'DELETE_COMPLETE' && each.StackName?.startsWith(`${name}-`))
      const outputs: Record<string, string | undefined> = Object.fromEntries(
        own.flatMap(({ Outputs = [] }) => Outputs.map(each => [each.OutputKey ?? '', each.OutputValue])),
      )
      const { Contents = [] } = await s3.listObjectsV2({ Bucket: outputs['ArtifactBucket'], Prefix: 'locks/' })
      const Filters = [
        { Name: 'vpc-id', Values: [outputs['VpcId'] ?? ''] },
        { Name: 'group-name', Values: ['default'] },
      ]
      const { SecurityGroups: [group] = [] } = await ec2.describeSecurityGroups({ Filters })
      const stacks = own.map(({ StackName = '' }) => StackName).sort()
      const looked = await Promise.all(stacks.map(async each => [each.slice(name.length + 1), await stackOf(each)] as const))
      return {
        stacks: Object.fromEntries(looked),
        locks: Contents.map(({ Key = '' }) => Key),
        defaultGroup: group?.IpPermissionsEgress?.length ?? 0,
      }
    },

    async close() {
      repo.remove()
      await proxy.close()
    },
  }
}
