/** A property that is otherwise than the stack's template says. */
export interface Difference {
  /** Below the resource's properties: `RetentionInDays`, `SecurityGroupEgress/1/CidrIp`. */
  path: string
  /** What the template says; absent where it has no such value, or where it isn't shown. Of an object or a list it's JSON. */
  expected?: string
  /** What is there; absent where it's gone, or where it isn't shown. */
  actual?: string
  /** It's a secret, or looks like one: neither value is told. */
  hidden?: true
}

/** A resource as CloudFormation's check found it; what must not be shown is still in it. */
export interface FoundDrift {
  logicalId: string
  physicalId?: string
  type: string
  /** CloudFormation's own word. UNKNOWN: it couldn't read the resource. */
  status: 'MODIFIED' | 'DELETED' | 'UNKNOWN'
  /** Of what is MODIFIED. */
  differences: Difference[]
}

/** What became of a check that was begun. */
export interface DriftCheck {
  /** CloudFormation's own word about the stack. */
  status: 'DRIFTED' | 'IN_SYNC' | 'UNKNOWN' | 'NOT_CHECKED'
  /** When it began, epoch ms. */
  checkedAt: number
  /** Some resources couldn't be looked at: why, in CloudFormation's words. */
  failed?: string
}

/**
 * What a plan makes of something that was changed outside: nothing; it sets this very property, or another one of the resource, and this one perhaps along with it; the
 * resource goes; or it changes what isn't there any more, which CloudFormation can't.
 */
export type Fate = 'stays' | 'overwritten' | 'perhaps overwritten' | 'goes' | 'fails'

/** A resource that was changed outside of CloudFormation. Never holds the value of a secret, nor of what looks like one. */
export interface DriftedResource {
  logicalId: string
  physicalId?: string
  type: string
  /** It was deleted: then there are no differences. */
  deleted: boolean
  differences: (Difference & { fate: Fate })[]
  /** Of what was deleted. */
  fate?: Fate
}

/** What was changed outside of CloudFormation, as far as a check of it found. */
export interface StackDrift {
  /** When that check began, ISO 8601. */
  checkedAt: string
  /** It was begun by this command. */
  checkedNow: boolean
  resources: DriftedResource[]
  /** How many resources CloudFormation couldn't look at; absent when it could look at all. */
  unknown?: number
}

/** That a change undoes what was done outside of CloudFormation. Never holds the value of a secret, nor of what looks like one. */
export interface ChangedOutside {
  /** The resource was deleted, and is made anew. */
  deleted: boolean
  /** What is taken back. `becomes`: the plan changes the property besides, to this. */
  differences: (Difference & { becomes?: string })[]
  /** Properties that stay as they are, since AWS sets them itself. */
  managed?: string[]
}
