import { usageError } from '../../errors.js'
import type { Environment } from '../../manifest/environment.js'
import { expiryDays } from '../../templates/shared/shared-template.js'
import type { SourceState } from '../ports/repository.js'

interface Files {
  source: SourceState
  service: string
  environment: Environment
  /** Whether the person asked for them in production. */
  allowed: boolean
}

/**
 * What there is to know of an image of files that aren't committed: it can't be built again, and is deleted after a while, whether it runs or
 * not. Undefined when all files are committed. Throws UncommittedFiles (exit 2) in production, unless they are allowed.
 */
export function uncommittedNote({ source, service, environment, allowed }: Files): string | undefined {
  if (source.dirty === undefined) return undefined
  const gone = `after ${expiryDays} days the registry deletes the image, and no task can be started from it any more`
  const deploy = `mm svc deploy ${service} --env ${environment.name}`
  if (!environment.production || allowed) return `${service} is built from files that aren't committed: ${gone}`
  throw usageError('UncommittedFiles', `the files of ${service} aren't committed, and ${environment.name} is in production`, {
    why: `what runs could be built again by nobody, and ${gone}`,
    state: 'nothing was changed',
    fix: [
      `git commit, then ${deploy}`,
      `${deploy} --allow-uncommitted, and again within ${expiryDays} days when they are committed`,
    ],
  })
}
