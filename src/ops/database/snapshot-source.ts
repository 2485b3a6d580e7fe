import { usageError } from '../../errors.js'
import { askMembers, membersOf, type AskingWorld } from './ask-members.js'
import { everyMs } from '../look-again.js'
import { inSight, stopIfInterrupted } from '../lost-sight.js'
import { chooseMember, holds, newestOf, type Member, type Place } from './member-standing.js'
import type { Stack } from '../ports/cloudformation.js'
import type { World } from '../ports/world.js'

/** The member whose volume a snapshot is of, and what a person must know about that. */
export interface Source {
  member: Member
  remarks: string[]
}

type SourceWorld = AskingWorld & Pick<World, 'clock' | 'progress'>

/** How long a secondary may take to come as far as the primary was. */
const patienceMs = 60_000

/**
 * Chooses the member: the one that is wanted, or the best one (see chooseMember). A secondary must hold what the primary held when it was
 * asked; else the primary is taken. Throws NoSuchMember (exit 2).
 * https://www.mongodb.com/docs/manual/tutorial/backup-with-filesystem-snapshots/
 */
export const snapshotSource = (world: SourceWorld, stack: Stack, wanted?: number): Promise<Source> =>
  inSight(world, { state: 'nothing was ordered or changed', fix: [] }, () => sourceOf(world, stack, wanted))

async function sourceOf(world: SourceWorld, stack: Stack, wanted: number | undefined): Promise<Source> {
  const members = membersOf(stack)
  if (wanted !== undefined && members.length > 0 && !members[wanted]) throw noSuchMember(wanted, members.length)
  return world.progress.step(members.length > 1 ? 'Ask the members how they are' : 'Ask the member how it is', async step => {
    const asked = await askMembers(world, stack, wanted === undefined ? members : members.slice(wanted, wanted + 1))
    stopIfInterrupted(world.signal)
    const best = chooseMember(asked)
    // A stack without volumes: whoever looks for the volume says so.
    if (!best) return { member: { index: 0, volumeId: '' }, remarks: [] }
    const silent = silences(asked)
    const noted = newestOf(asked)
    if (wanted !== undefined || best.standing?.state !== 'SECONDARY' || holds(best, noted)) {
      return { member: best, remarks: [...silent, ...doubts(best)] }
    }
    step.note(`member ${best.index} catches up`)
    const ready = await caughtUp(world, { stack, member: best, noted })
    if (ready) return { member: ready, remarks: silent }
    return withoutSecondary(best, await askMembers(world, stack, members))
  })
}

/** When the secondary that was waited for hasn't caught up: the members as they are now. */
function withoutSecondary(late: Member, members: Member[]): Source {
  const primary = members.find(({ standing }) => standing?.state === 'PRIMARY')
  const why = primary ? 'the snapshot is of the primary' : "there's no primary to take: what was written last may be missing"
  return {
    member: primary ?? chooseMember(members) ?? late,
    remarks: [...silences(members), `member ${late.index} hasn't caught up: ${why}`],
  }
}

interface Behind {
  stack: Stack
  member: Member
  noted: Place
}

/** The secondary as soon as it holds that place; undefined when it takes too long or is no secondary any more. */
async function caughtUp(world: SourceWorld, { stack, member, noted }: Behind): Promise<Member | undefined> {
  for (const end = world.clock.now() + patienceMs; world.clock.now() < end;) {
    await world.clock.pause(everyMs, world.signal)
    stopIfInterrupted(world.signal)
    const [now] = await askMembers(world, stack, [member])
    if (now?.standing?.state !== 'SECONDARY') return undefined
    if (holds(now, noted)) return now
  }
  return undefined
}

/** Those that couldn't be asked, by reason. */
function silences(members: Member[]): string[] {
  const reasons = new Set(members.flatMap(({ silence }) => silence ?? []))
  return [...reasons].map(reason => {
    const which = members.filter(({ silence }) => silence === reason).map(({ index }) => index)
    return `member ${which.join(' and ')} couldn't be asked how it is: ${reason}`
  })
}

function doubts({ index, standing }: Member): string[] {
  if (!standing) return [`the snapshot is of member ${index}, whose state isn't known`]
  return ['PRIMARY', 'SECONDARY'].includes(standing.state)
    ? []
    : [`member ${index} is in ${standing.state}: what it holds may be old or incomplete`]
}

const noSuchMember = (wanted: number, count: number) =>
  usageError('NoSuchMember', `the database has no member ${wanted}`, {
    why: count === 1 ? 'its only one is member 0' : `its members are 0 to ${count - 1}`,
    state: 'no snapshot was ordered',
    fix: ['leave --member out, and mm chooses'],
  })
