import type { Upgraded } from '../ops/environment/upgrade-environments.js'
import { note } from './note.js'
import { reportAll } from './report-all.js'

export function reportUpgrade({ others, ...rest }: Omit<Upgraded, 'error'>): void {
  for (const { stack, environment, version } of others) {
    note(
      `${stack} was deployed by ${version === undefined ? 'an earlier mm' : `mm ${version}`}: mm plan --env ${environment} says what becomes of it`,
    )
  }
  reportAll(rest)
}
