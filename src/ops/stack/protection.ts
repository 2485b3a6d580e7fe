import type { Stack } from '../ports/cloudformation.js'
import type { World } from '../ports/world.js'

/**
 * Switches CloudFormation's protection from deletion on or off, when it isn't as it should be: what others take their values from mustn't go by a
 * slip in the console. mm's own delete commands take the name in place of it.
 */
export async function protect(world: Pick<World, 'stacks'>, stack: Stack | undefined, on: boolean): Promise<void> {
  if (stack && stack.protected !== on) await world.stacks.protect(stack.name, on)
}
