import type { App } from '../manifest/app.js'
import { render } from '../templates/render.js'
import { sharedTemplate } from '../templates/shared/shared-template.js'
import { sharedStackName, stackTags } from './names.js'
import type { Proposal, Stack, Stacks } from './ports/cloudformation.js'

/**
 * What is sent to the stack `<app>-shared`: a repository for each of the services, besides those that it already has. A service that
 * another branch of the repository deploys keeps its images.
 */
export async function sharedProposal(world: { stacks: Pick<Stacks, 'find'> }, app: App, services: string[]): Promise<Proposal> {
  return sharedProposalOf(app, services, await world.stacks.find(sharedStackName(app.name)))
}

export function sharedProposalOf(app: App, services: string[], existing?: Stack): Proposal {
  const had = existing?.outputs['Services']?.split(',').filter(Boolean) ?? []
  return {
    stackName: sharedStackName(app.name),
    body: render(sharedTemplate([...new Set([...had, ...services])].sort(), app)),
    parameters: { App: app.name },
    tags: stackTags({ app: app.name }, app.tags),
  }
}
