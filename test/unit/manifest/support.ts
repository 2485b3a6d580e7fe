import { MmError } from '../../../src/errors.js'

/** What a reader says about a manifest: each mistake as `line:column what`, and what to write instead. */
export function mistakesOf(read: () => unknown): { code: string; at: string[]; told: string; fix: string[] } {
  try {
    read()
  } catch (error) {
    if (!(error instanceof MmError)) throw error
    if (error.exitCode !== 2) throw new Error(`exit code ${error.exitCode}`, { cause: error })
    const { at = [], why, fix = [] } = error.details
    return {
      code: error.code,
      at: at.map(({ line, column }) => `${line}:${column}`),
      told: [error.message, ...(why === undefined ? [] : [why])].join('\n'),
      fix,
    }
  }
  throw new Error('the manifest was taken')
}
