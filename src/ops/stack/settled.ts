import { inSight, stopIfInterrupted } from '../lost-sight.js'
import { readiness } from './stack-status.js'
import type { Stack, StackEvent } from '../ports/cloudformation.js'
import type { World } from '../ports/world.js'

/** Waits until nothing goes on with the stack any more, and resolves to it as it then is. */
export async function settled(
  world: Pick<World, 'stacks' | 'progress' | 'signal'>,
  { name, status }: Stack,
  onEvent: (event: StackEvent) => void = () => {},
): Promise<Stack | undefined> {
  let last = status
  const sight = () => ({
    state: `${name} was in ${last} when mm saw it last; nothing of it was changed by this command`,
    fix: [],
  })
  return inSight(world, sight, async () => {
    await world.progress.step(`Wait for ${name}, which is in ${status}`, async () => {
      for await (const event of world.stacks.watch(name)) {
        if (event.logicalId === name) last = event.status
        onEvent(event)
        world.progress.event(event)
      }
    })
    stopIfInterrupted(world.signal)
    return world.stacks.find(name)
  })
}

/** A stack that was found before something of it was proposed, as it is since: meanwhile it may have been waited for. */
export const asSettled = async ({ stacks }: Pick<World, 'stacks'>, found: Stack | undefined): Promise<Stack | undefined> =>
  found && readiness(found.status) === 'busy' ? stacks.find(found.name) : found
