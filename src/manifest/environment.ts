/** How instances and tasks in private subnets reach the internet. */
export type Nat = 'single' | 'per-az'

/** `mm/environments/<name>/manifest.yml` with its defaults filled in. */
export interface Environment {
  /** Letters and digits, starting with a letter, no hyphen, not `shared` (it would clash with the stack `<app>-shared`). */
  name: string
  network: {
    /** Address range of the VPC, a /16 to /20 in CIDR notation. */
    cidr: string
    nat: Nat
  }
  observability: { containerInsights: boolean }
  alarms: {
    /** E-mail addresses or https URLs that are subscribed to the alarm topic. */
    notify: string[]
  }
}
