import { MmError } from '../errors.js'

/** Throws when the person has interrupted: what goes on in AWS is said, nothing there is cancelled. */
export function stopIfInterrupted(signal: AbortSignal, goesOn: string, fix: string[]): void {
  if (signal.aborted) throw interruptedError(goesOn, fix)
}

export const interruptedError = (goesOn: string, fix: string[]): MmError =>
  new MmError('Interrupted', 'interrupted: mm no longer watches', { state: goesOn, fix, exitCode: 130 })
