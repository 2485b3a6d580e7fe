import { MmError } from '../../errors.js'

/** Exit codes, from the one that a person must know of first. */
const worstFirst = [130, 6, 1, 4, 5, 2]

/**
 * Several errors as one, with the exit code that is the worst; a single one as it is. What mm has only lost sight of hasn't failed: that is one thing that happened to
 * all of them, and what has failed besides is told with it. Throws what isn't an MmError: that's a bug.
 * @param watch the command that follows all that goes on
 */
export function asOne(errors: unknown[], watch: string[] = []): MmError {
  const bug = errors.find(each => !(each instanceof MmError))
  if (bug !== undefined) throw bug as Error
  const sorted = (errors as MmError[]).sort((a, b) => worstFirst.indexOf(a.exitCode) - worstFirst.indexOf(b.exitCode))
  const [worst, ...others] = sorted
  if (worst && others.length === 0) return worst
  const failed = sorted.filter(each => !isUnseen(each))
  const unseen = sorted.filter(isUnseen)
  const going = sorted.filter(({ details }) => details.goesOn)
  const [first = going[0]] = unseen
  const about = {
    state: [...new Set(sorted.flatMap(({ details }) => details.state ?? []))].join('\n'),
    fix: fixOf(sorted, going.length > 1 ? watch : []),
    exitCode: worst?.exitCode ?? 1,
  }
  // Whether it's a signal or expired credentials, it's one for all of them.
  if (first && (first.code === 'Interrupted' || (failed.length === 0 && unseen.every(({ code }) => code === first.code)))) {
    const { message } = going[0] ?? first
    const why = failed.length > 0 ? whyOf(failed) : first.details.why
    return new MmError(first.code, message, { ...(why ? { why } : {}), ...about, goesOn: going.length > 0 })
  }
  const also = unseen.length > 0 ? `, and mm has lost sight of ${unseen.length}` : ''
  const count = failed.length === 1 ? '1 deployment' : `${failed.length} deployments`
  return new MmError('SeveralFailed', `${count} failed${also}`, { why: whyOf(sorted), ...about })
}

/** Interrupted first, since a signal has the worst exit code. */
const isUnseen = ({ code, details }: MmError) => code === 'Interrupted' || details.goesOn === true

const whyOf = (errors: MmError[]) =>
  errors.map(({ message, details }) => [message, ...(details.why?.split('\n') ?? [])].join('\n  ')).join('\n')

/** Each once; in the place of what follows one of several is what follows all. */
function fixOf(errors: MmError[], watch: string[]): string[] {
  const all = errors.flatMap(({ details }) => details.fix ?? [])
  return [...new Set(all.flatMap(each => (watch.length > 0 && each.startsWith('mm deploy attach ') ? watch : each)))]
}
