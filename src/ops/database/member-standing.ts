/** A point in the oplog: seconds since 1970, and a count within the second. */
export interface Place {
  seconds: number
  increment: number
}

/** What a member says of itself. */
export interface Standing {
  /** MongoDB's word. https://www.mongodb.com/docs/manual/reference/replica-states/ */
  state: string
  /** Of the newest write that it holds, and of the newest that it knows of in the set. */
  optime: Place
  newest: Place
  /** Feature compatibility version. */
  fcv: string
}

export interface Member {
  index: number
  volumeId: string
  /** Absent when it couldn't be asked; `silence` says why. */
  standing?: Standing
  silence?: string
}

/** The answer of the program mm-db-member; undefined when it isn't one. */
export function parseStanding(text: string): Standing | undefined {
  try {
    const { state, optime, newest, fcv } = JSON.parse(text) as Partial<Standing>
    const known = typeof state === 'string' && typeof fcv === 'string' && isPlace(optime) && isPlace(newest)
    return known ? { state, optime, newest, fcv } : undefined
  } catch {
    return undefined
  }
}

const isPlace = (value: Place | undefined): value is Place =>
  typeof value?.seconds === 'number' && typeof value.increment === 'number'

/** Negative when `a` is before `b`. */
export const comparePlaces = (a: Place, b: Place): number => a.seconds - b.seconds || a.increment - b.increment

/** The newest write that any of them knows of: the primary's, as long as there is one. */
export const newestOf = (members: Member[]): Place =>
  members
    .flatMap(({ standing }) => standing?.newest ?? [])
    .reduce((a, b) => (comparePlaces(a, b) < 0 ? b : a), { seconds: 0, increment: 0 })

/**
 * Whose volume to take: the secondary that is furthest, of equals the last, so that the primary's disk stays free; else the primary; else the
 * first of which nothing is known; else the first, all of which are known to lack something.
 */
export function chooseMember(members: Member[]): Member | undefined {
  const inState = (wanted: string) => members.filter(({ standing }) => standing?.state === wanted)
  const [furthest] = inState('SECONDARY').sort((a, b) => comparePlaces(placeOf(b), placeOf(a)) || b.index - a.index)
  return furthest ?? inState('PRIMARY')[0] ?? members.find(({ standing }) => !standing) ?? members[0]
}

/** Whether it holds all that was written up to there. */
export const holds = (member: Member, place: Place): boolean => comparePlaces(placeOf(member), place) >= 0

const placeOf = ({ standing }: Member): Place => standing?.optime ?? { seconds: 0, increment: 0 }
