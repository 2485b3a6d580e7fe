import { MmError } from '../../errors.js'
import { stopIfInterrupted } from '../lost-sight.js'
import { parseStanding, type Member } from './member-standing.js'
import type { Stack } from '../ports/cloudformation.js'
import type { World } from '../ports/world.js'

export type AskingWorld = Pick<World, 'groups' | 'commands' | 'signal'>

/** The members of a database's stack, in their order. */
export const membersOf = ({ outputs }: Stack): Member[] =>
  // Stacks of the first version name only one volume.
  list(outputs['VolumeIds'] ?? outputs['VolumeId']).map((volumeId, index) => ({ index, volumeId }))

/**
 * The members with what each says of itself, by Systems Manager's Run Command: mm has no way to the database. That one can't be asked is no
 * error: who takes a snapshot of a database in trouble, or repairs it, needs it most.
 */
export const askMembers = (world: AskingWorld, stack: Stack, members: Member[]): Promise<Member[]> =>
  Promise.all(members.map(member => askMember(world, stack, member)))

async function askMember(world: AskingWorld, { outputs }: Stack, { index, volumeId }: Member): Promise<Member> {
  const silent = (silence: string): Member => ({ index, volumeId, silence })
  const document = outputs['MemberDocument']
  const group = list(outputs['GroupNames'] ?? outputs['GroupName'])[index]
  if (document === undefined || group === undefined) return silent('an older mm deployed it: mm db deploy')
  try {
    const instance = (await world.groups.instances(group)).find(({ state }) => state === 'running')
    if (!instance) return silent('no instance of it is running')
    const answer = await world.commands.run(document, instance.id)
    const standing = parseStanding(answer)
    return standing ? { index, volumeId, standing } : silent(`${instance.id} gave no answer that mm understands`)
  } catch (error) {
    stopIfInterrupted(world.signal)
    if (error instanceof MmError) return silent([error.message, error.details.why].filter(Boolean).join(': '))
    throw error
  }
}

const list = (text = '') => text.split(',').filter(Boolean)
