import { usageError } from '../../errors.js'
import type { App } from '../../manifest/app.js'
import type { Template } from '../../templates/cfn.js'
import { render } from '../../templates/render.js'
import { maxPolicyCharacters, policySizes } from '../../templates/shared/policy-sizes.js'
import { sharedTemplate } from '../../templates/shared/shared-template.js'
import { refuseRoleless } from './deployment-role.js'
import { sharedStackName, stackTags } from '../names.js'
import type { Proposal, Stack } from '../ports/cloudformation.js'
import type { World } from '../ports/world.js'
import { withVersion } from '../stack/template-version.js'

/** What CloudFormation takes in the call itself. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const maxBodyBytes = 51_200

interface Wanted {
  services: string[]
  environment: string
}

/**
 * What is sent to the stack `<app>-shared`: a repository for each of the services and roles for the environment, besides those that it already
 * has. A service that another branch of the repository deploys keeps its images. Never by the role that it makes: that may not change itself.
 * Throws RolesInUse and TooManyEnvironments (exit 2).
 * @param existing the stack as it is
 */
export async function sharedProposal(
  world: Pick<World, 'stacks' | 'cdnStacks'>,
  app: App,
  { existing, ...wanted }: Wanted & { existing: Stack | undefined },
): Promise<Proposal> {
  if (existing && !app.deploymentRoles) await refuseRoleless(world, app.name, existing)
  if (existing) refuseTooMany(app, wanted, existing)
  return sharedProposalOf(app, wanted, existing)
}

export function sharedProposalOf(app: App, wanted: Wanted, existing?: Stack): Proposal {
  const bucket = existing?.outputs['ArtifactBucket']
  return { ...proposalOf(app, sharedTemplate(together(wanted, existing), app)), ...(bucket === undefined ? {} : { bucket }) }
}

/** The stack with nothing but its bucket, when all of it is too large to be sent before there is one. */
export function bucketProposal(app: App, { body, bucket }: Proposal): Proposal | undefined {
  if (bucket !== undefined || Buffer.byteLength(body) <= maxBodyBytes) return undefined
  return proposalOf(app, sharedTemplate({ services: [], environments: [] }, { blockPublicSnapshots: app.blockPublicSnapshots }))
}

/**
 * The shared stack without the names of environments that have no stack any more: a policy has room for ten or so. With any stack the name
 * stays, since the stack may be bound to the role.
 */
export async function withoutGone(world: Pick<World, 'stacks' | 'cdnStacks'>, app: string, shared: Stack): Promise<Stack> {
  const { Environments } = shared.outputs
  if (Environments === undefined) return shared
  const own = { 'mm:app': app }
  const all = [...(await world.stacks.list(own)), ...(await world.cdnStacks.list(own))]
  const alive = new Set(all.map(({ tags }) => tags['mm:env']))
  const left = Environments.split(',').filter(name => alive.has(name))
  return { ...shared, outputs: { ...shared.outputs, Environments: left.join(',') } }
}

const proposalOf = (app: App, template: Template): Proposal => ({
  stackName: sharedStackName(app.name),
  body: withVersion(render(template)),
  parameters: { App: app.name },
  tags: stackTags({ app: app.name }, app.tags),
})

function together({ services, environment }: Wanted, existing: Stack | undefined) {
  const had = (output: string) => existing?.outputs[output]?.split(',').filter(Boolean) ?? []
  return { services: merged(had('Services'), services), environments: merged(had('Environments'), [environment]) }
}

const merged = (had: string[], more: string[]) => [...new Set([...had, ...more])].sort()

function refuseTooMany(app: App, wanted: Wanted, existing: Stack): void {
  const all = together(wanted, existing)
  const sizes = policySizes(sharedTemplate(all, app), valuesOf(app, existing))
  const [policy, size] = Object.entries(sizes).sort(([, a], [, b]) => b - a)[0] ?? ['', 0]
  if (size <= maxPolicyCharacters) return
  throw usageError('TooManyEnvironments', `the deployment roles have no room for ${wanted.environment}`, {
    why: `with ${all.environments.join(', ')} ${policy} would have ${size} characters, and IAM takes ${maxPolicyCharacters}`,
    state: 'nothing was changed',
    fix: ['mm env delete --name <one that is not needed>', "account: of its own, in the environment's manifest"],
  })
}

/** What the policies refer to. Of a role that isn't there yet, the longest name that CloudFormation makes. */
function valuesOf({ name }: App, { id, outputs }: Stack): Record<string, string> {
  // arn:<partition>:cloudformation:<region>:<account>:stack/…
  const [, partition = '', , region = '', account = ''] = id.split(':')
  return {
    App: name,
    'AWS::Partition': partition,
    'AWS::Region': region,
    'AWS::AccountId': account,
    'AWS::URLSuffix': partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com',
    'ArtifactBucket.Arn': `arn:${partition}:s3:::${outputs['ArtifactBucket'] ?? ''}`,
    'CloudFormationRole.Arn': outputs['CloudFormationRoleArn'] ?? `arn:${partition}:iam::${account}:role/${'x'.repeat(64)}`,
  }
}
