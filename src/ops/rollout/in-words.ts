import { MmError } from '../../errors.js'

/** An error in one line, with AWS's own words for it. */
export function inWords(error: unknown): string {
  const why = error instanceof MmError ? error.details.why : undefined
  return [(error as Error).message, why].filter(Boolean).join(': ')
}
