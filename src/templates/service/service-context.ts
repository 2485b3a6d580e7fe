import type { Database } from '../../manifest/database.js'
import type { Environment } from '../../manifest/environment.js'

/** What a service's template depends on beside its own manifest. */
export interface ServiceContext {
  /** Backend Services of the application that take requests: a public service gets the address of each. */
  backends: string[]
  environment: Environment
  /** The one that the service uses, as its manifest says. */
  database?: Database | undefined
}
