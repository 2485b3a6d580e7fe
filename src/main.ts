import { fileURLToPath } from 'node:url'
import { Config, Errors, run, settings } from '@oclif/core'
import { interruptedError } from './errors.js'
import { endQuietlyOnBrokenPipe, interruptedExitCode, listenToSignals } from './signals.js'

/**
 * Runs one command line. Never calls `process.exit` on the good way: output may still be pending in a pipe.
 * @param argv the arguments after `mm`
 * @param url `import.meta.url` of the file in bin/, from which oclif finds the package
 */
export async function main(argv: string[], url: string): Promise<void> {
  let over = false
  const json = argv.includes('--json')
  const report = async (error: unknown) => {
    const { reportError } = await import('./ui/error-report.js')
    return reportError(error, { json, exit: interruptedExitCode() })
  }
  endQuietlyOnBrokenPipe()
  listenToSignals(async () => {
    // Whatever a command has said already was its last word: something of no importance may still be under way.
    if (!over) await report(overdue())
  })
  if (json) (await import('./ui/node-warnings.js')).nodeWarningsAsEvents()
  settings.enableAutoTranspile = false
  try {
    const config = await Config.load({ root: fileURLToPath(new URL('..', url)) })
    await run(argv, config)
  } catch (error) {
    // Help and version end by an ExitError of code 0; commands report their own errors (mm-command.ts).
    if (error instanceof Errors.ExitError) process.exitCode = error.oclif.exit ?? 0
    else process.exitCode = await report(error)
  } finally {
    over = true
  }
}

/** Of a command that doesn't end after a signal. What it had told AWS isn't known here. */
const overdue = () =>
  interruptedError({
    why: "the command didn't end in time, and was ended",
    state: 'what AWS was told to do goes on; nothing was taken back because of the interruption',
    fix: ['mm status', 'mm deploy ls'],
  })
