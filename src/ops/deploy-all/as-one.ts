import { MmError } from '../../errors.js'

/** Exit codes, from the one that a person must know of first. */
const worstFirst = [130, 6, 1, 4, 5, 2]

/** Several errors as one, with the exit code that is the worst; a single one as it is. Throws what isn't an MmError: that's a bug. */
export function asOne(errors: unknown[]): MmError {
  const bug = errors.find(each => !(each instanceof MmError))
  if (bug !== undefined) throw bug as Error
  const sorted = (errors as MmError[]).sort((a, b) => worstFirst.indexOf(a.exitCode) - worstFirst.indexOf(b.exitCode))
  const [worst, ...others] = sorted
  if (worst && others.length === 0) return worst
  const lines = (of: (error: MmError) => string | string[] | undefined) => [...new Set(sorted.flatMap(each => of(each) ?? []))]
  return new MmError('SeveralFailed', `${sorted.length} deployments failed`, {
    why: sorted.map(({ message, details }) => [message, ...(details.why?.split('\n') ?? [])].join('\n  ')).join('\n'),
    state: lines(({ details }) => details.state).join('\n'),
    fix: lines(({ details }) => details.fix),
    exitCode: worst?.exitCode ?? 1,
  })
}
