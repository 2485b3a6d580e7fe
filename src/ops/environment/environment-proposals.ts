import type { App } from '../../manifest/app.js'
import type { Environment } from '../../manifest/environment.js'
import { hasCdn } from '../../templates/cdn/cdn-template.js'
import { environmentTemplate } from '../../templates/environment/environment-template.js'
import { render } from '../../templates/render.js'
import { cdnProposal } from './cdn.js'
import type { Allowed } from '../stack/propose-stack.js'
import { roleFor } from './deployment-role.js'
import { environmentChoices, type Locate } from './environment-choices.js'
import { refuseTransition } from './environment-transitions.js'
import { refuseMove } from './foundations.js'
import { cdnStackName, environmentStackName, sharedStackName, stackTags } from '../names.js'
import type { Proposal } from '../ports/cloudformation.js'
import type { World } from '../ports/world.js'
import { sharedProposal, sharedProposalOf, withoutGone } from './shared-stack.js'
import { withVersion } from '../stack/template-version.js'

export interface EnvironmentRequest extends Allowed {
  app: App
  environment: Environment
  /** Services of the repository that are built here: each gets a repository for its images. */
  services: string[]
  databases: string[]
  /** What the load balancer will know a distribution by, if there's none yet: nobody may guess it. Undefined leaves it open. */
  originToken: string | undefined
  locate: Locate
  /** The repository's root, absolute. */
  root: string
}

/** What a deployment of an environment sends, in its order. */
export interface EnvironmentProposals {
  shared: Proposal
  own: Proposal
  /** Goes to CloudFront's region. */
  cdn?: Proposal
  /** The distribution is new: the environment's stack is updated once more when it answers. */
  switches: boolean
  /** Name of the distribution's stack that is deleted in the end. */
  leaves?: string
  /** ARN of the role by which all but the shared one are made; absent: by the caller's rights. */
  roleArn?: string
}

/** Throws what a deployment refuses (exit 2): CdnInUse, CdnTooEarly, FoundationChanged, RolesInUse, TooManyEnvironments and their like. */
export async function environmentProposals(
  world: Pick<World, 'account' | 'stacks' | 'cdnStacks' | 'reserve'>,
  request: EnvironmentRequest,
): Promise<EnvironmentProposals> {
  const { app, environment, services, originToken, locate } = request
  // Before they're read: what is kept of them mustn't be somebody else's past.
  await world.reserve?.(sharedStackName(app.name))
  await world.reserve?.(environmentStackName(app.name, environment.name))
  const existing = await world.stacks.find(environmentStackName(app.name, environment.name))
  const shared = await world.stacks.find(sharedStackName(app.name))
  const roleArn = app.deploymentRoles && roleFor(shared, environment.name)
  const cdnName = cdnStackName(app.name, environment.name)
  if (existing) {
    await refuseTransition(world, { existing, environment, app: app.name, locate })
    await refuseMove(existing, environment, locate)
  }
  // Only with a domain can there be one, wanted or left over.
  const distribution = environment.domain ? await world.cdnStacks.find(cdnName) : undefined
  const CdnDomainName = hasCdn(environment) ? distribution?.outputs['DomainName'] : undefined
  const parameters = {
    ...(await environmentChoices(world.account, { environment, existing, locate })),
    ...(hasCdn(environment) ? { OriginToken: existing?.parameters['OriginToken'] ?? originToken } : {}),
    ...(CdnDomainName !== undefined ? { CdnDomainName, CdnPrefixList: await world.account.cloudFrontPrefixList() } : {}),
  }
  const known = shared && (await withoutGone(world, app.name, shared))
  return {
    shared: await sharedProposal(world, app, { services, environment: environment.name, existing: known }),
    ...ownProposals(request, { parameters, throughCdn: hasCdn(environment) && CdnDomainName !== undefined, roleArn }),
    switches: hasCdn(environment) && CdnDomainName === undefined,
    ...(distribution && !hasCdn(environment) ? { leaves: cdnName } : {}),
    ...(roleArn === undefined ? {} : { roleArn }),
  }
}

/** The same without a question to AWS: what is chosen at a deployment is left open, and the distribution counts as being there. */
export function environmentProposalsOffline(request: EnvironmentRequest): EnvironmentProposals {
  const { app, environment, services } = request
  return {
    shared: sharedProposalOf(app, { services, environment: environment.name }),
    ...ownProposals(request, { parameters: {}, throughCdn: hasCdn(environment) }),
    switches: false,
  }
}

interface OwnParts {
  parameters: Record<string, string | undefined>
  throughCdn: boolean
  roleArn?: string | undefined
}

function ownProposals(
  { app, environment, databases }: EnvironmentRequest,
  { parameters, throughCdn, roleArn }: OwnParts,
): Pick<EnvironmentProposals, 'own' | 'cdn'> {
  const template = environmentTemplate(environment, { databases, throughCdn })
  const role = roleArn === undefined ? {} : { roleArn }
  return {
    own: {
      stackName: environmentStackName(app.name, environment.name),
      body: withVersion(render(template)),
      parameters: {
        ...Object.fromEntries(Object.keys(template.Parameters).map(name => [name, undefined])),
        App: app.name,
        Env: environment.name,
        ...parameters,
      },
      tags: stackTags({ app: app.name, env: environment.name }, app.tags),
      ...role,
    },
    ...(hasCdn(environment) ? { cdn: { ...cdnProposal({ app, environment, parameters }), ...role } } : {}),
  }
}
