import type { App } from '../manifest/app.js'
import { render } from '../templates/render.js'
import { sharedTemplate } from '../templates/shared/shared-template.js'
import { refuseRoleless } from './deployment-role.js'
import { sharedStackName, stackTags } from './names.js'
import type { Proposal, Stack } from './ports/cloudformation.js'
import type { World } from './ports/world.js'

interface Wanted {
  services: string[]
  environment: string
}

/**
 * What is sent to the stack `<app>-shared`: a repository for each of the services and roles for the environment, besides those that it already
 * has. A service that another branch of the repository deploys keeps its images. Never by the role that it makes: that may not change itself.
 * Throws RolesInUse (exit 2).
 * @param existing the stack as it is
 */
export async function sharedProposal(
  world: Pick<World, 'stacks' | 'cdnStacks'>,
  app: App,
  { existing, ...wanted }: Wanted & { existing: Stack | undefined },
): Promise<Proposal> {
  if (existing && !app.deploymentRoles) await refuseRoleless(world, app.name, existing)
  return sharedProposalOf(app, wanted, existing)
}

export function sharedProposalOf(app: App, { services, environment }: Wanted, existing?: Stack): Proposal {
  const had = (output: string) => existing?.outputs[output]?.split(',').filter(Boolean) ?? []
  const all = {
    services: merged(had('Services'), services),
    environments: merged(had('Environments'), [environment]),
  }
  const bucket = existing?.outputs['ArtifactBucket']
  return {
    stackName: sharedStackName(app.name),
    body: render(sharedTemplate(all, app)),
    parameters: { App: app.name },
    tags: stackTags({ app: app.name }, app.tags),
    ...(bucket === undefined ? {} : { bucket }),
  }
}

const merged = (had: string[], more: string[]) => [...new Set([...had, ...more])].sort()
