import { fileURLToPath } from 'node:url'
import { Config, Errors, run, settings } from '@oclif/core'
import { endQuietlyOnBrokenPipe, interruptedExitCode, listenToSignals } from './signals.js'

/**
 * Runs one command line. Never calls `process.exit` on the good way: output may still be pending in a pipe.
 * @param argv the arguments after `mm`
 * @param url `import.meta.url` of the file in bin/, from which oclif finds the package
 */
export async function main(argv: string[], url: string): Promise<void> {
  endQuietlyOnBrokenPipe()
  listenToSignals()
  if (argv.includes('--json')) (await import('./ui/node-warnings.js')).nodeWarningsAsEvents()
  settings.enableAutoTranspile = false
  try {
    const config = await Config.load({ root: fileURLToPath(new URL('..', url)) })
    await run(argv, config)
  } catch (error) {
    // Help and version end by an ExitError of code 0; commands report their own errors (mm-command.ts).
    if (error instanceof Errors.ExitError) process.exitCode = error.oclif.exit ?? 0
    else {
      const { reportError } = await import('./ui/error-report.js')
      process.exitCode = reportError(error, { json: argv.includes('--json'), exit: interruptedExitCode() })
    }
  }
}
