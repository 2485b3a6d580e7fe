import { askMembers, membersOf, type AskingWorld } from './ask-members.js'
import { pause } from './database-restarts.js'
import type { Member } from './member-standing.js'
import type { ChangeSet, ResourceChange, Stack } from '../ports/cloudformation.js'
import type { World } from '../ports/world.js'

/**
 * The change set with what its restarts mean as the members are now. Three bear the restart of one while the other two are well; a person must be
 * able to go on even so, since a restart may be the repair. Only where there's a set to restart are its members asked.
 */
export async function tellBearing(
  world: AskingWorld & Pick<World, 'progress'>,
  set: ChangeSet,
  deployed: Stack | undefined,
): Promise<ChangeSet> {
  const members = deployed ? membersOf(deployed) : []
  if (!deployed || members.length < 2 || !set.changes.some(({ restart }) => restart !== undefined)) return set
  const asked = await world.progress.step('Ask the members how they are', () => askMembers(world, deployed, members))
  return { ...set, changes: set.changes.map(each => withBearing(each, asked)) }
}

const isWell = ({ standing }: Member) => standing !== undefined && ['PRIMARY', 'SECONDARY'].includes(standing.state)

function withBearing(change: ResourceChange, members: Member[]): ResourceChange {
  if (change.restart === undefined) return change
  const own = Number(/\d+$/.exec(change.logicalId)?.[0])
  const others = members.filter(each => each.index !== own && !isWell(each))
  if (others.length === 0) return change
  return { ...change, restart: change.restart.replace(pause, meanwhile(others)) }
}

/** Of those that aren't well, or of which it isn't known. */
function meanwhile(others: Member[]): string {
  const ill = others.flatMap(({ index, standing }) => (standing ? [`member ${index} is in ${standing.state}`] : []))
  if (ill.length > 0) return `no writes meanwhile, as ${ill.join(', and ')}`
  const silent = others.map(({ index, silence }) => `member ${index} isn't well, which couldn't be asked (${silence})`)
  return `${pause}, or stop meanwhile if ${silent.join(', or ')}`
}
