import { Command, Flags } from '@oclif/core'
import { MmError } from './errors.js'
import { interrupted, interruptedExitCode } from './signals.js'

/**
 * What every command shares: `--json`, `--no-input`, and the last word on errors and exit codes.
 * `run()` returns the result, which `--json` prints as it is; the human view is written by the command's report.
 */
export abstract class MmCommand extends Command {
  static override enableJsonFlag = true

  static override baseFlags = {
    'no-input': Flags.boolean({
      description: 'never ask; name every missing answer in one error',
      env: 'MM_NO_INPUT',
      helpGroup: 'GLOBAL',
    }),
  }

  /** True when a question may be asked: both ends are a terminal and neither --no-input nor --json was given. */
  protected interactive(flags: { 'no-input'?: boolean }): boolean {
    return process.stdin.isTTY === true && process.stderr.isTTY === true && !flags['no-input'] && !this.jsonEnabled()
  }

  override async catch(error: Error): Promise<void> {
    const told = interrupted.aborted && !(error instanceof MmError) ? nothingLeft() : error
    const { reportError } = await import('./ui/error-report.js')
    process.exitCode = reportError(told, { json: this.jsonEnabled() })
    // The signal's own number wins over the code of whatever broke because of it.
    process.exitCode = interruptedExitCode() ?? process.exitCode
  }
}

const nothingLeft = () => new MmError('Interrupted', 'interrupted', { state: 'nothing was half-written', exitCode: 130 })
