import type { History } from './repository.js'

/** What a deployment changes of a service that runs, as a person says it; what doesn't change is absent. */
export interface ServiceDelta {
  /** The images' tags; short digests where they have none. */
  image?: Turn
  /** The commit that is checked out, when the image was built at another one that has the same files for it. */
  sameContentAs?: string
  /** From the running image's commit to that of the other one's content. */
  history?: History
  /** An earlier image is meant: what it lacks is wanted. */
  back?: boolean
  cpu?: Turn
  memory?: Turn
  /** Of tasks. */
  count?: Turn
  variables: VariableChange[]
}

export interface Turn {
  from: string
  to: string
}

/** Never holds the value of a secret, nor of what looks like one. */
export interface VariableChange {
  name: string
  kind: 'added' | 'removed' | 'changed'
  /** Whether it's a secret after (and, removed, was one before). */
  secret: boolean
  /** It was plain before and is a secret now, or the other way round. */
  turned?: boolean
  from?: string
  to?: string
}
