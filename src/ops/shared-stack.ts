import type { App } from '../manifest/app.js'
import { render } from '../templates/render.js'
import { sharedTemplate } from '../templates/shared/shared-template.js'
import { proposeStack, type StackWorld } from './deploy-stack.js'
import { sharedStackName, stackTags } from './names.js'
import type { ChangeSet } from './ports.js'

/**
 * Proposes the stack `<app>-shared` with a repository for each of the services, besides those that it already has: a service that
 * another branch of the repository deploys keeps its images.
 */
export async function proposeShared(world: StackWorld, app: App, services: string[]): Promise<ChangeSet> {
  const stackName = sharedStackName(app.name)
  const existing = (await world.stacks.find(stackName))?.outputs['Services']?.split(',').filter(Boolean) ?? []
  return proposeStack(world, {
    stackName,
    body: render(sharedTemplate([...new Set([...existing, ...services])].sort(), app)),
    parameters: { App: app.name },
    tags: stackTags({ app: app.name }, app.tags),
  })
}
