import { usageError } from './errors.js'

/** The folder that the person is in. Throws NoFolder (exit 2) when it was deleted under the shell. */
export function here(): string {
  try {
    return process.cwd()
  } catch (error) {
    throw usageError('NoFolder', 'the folder that you are in has been deleted', {
      fix: ['cd into the repository, then run it again'],
      cause: error,
    })
  }
}
