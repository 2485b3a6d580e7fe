import { Command, Flags } from '@oclif/core'
import { exitCodes, interruptedError, MmError } from './errors.js'
import type { OnlyPlanned } from './ops/stack/planned.js'
import { parseSpan } from './time.js'
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

  /** How the command locks the stacks that it works on, by `lockFlags`. */
  protected locking(flags: { 'lock-wait': string | undefined; 'no-lock': boolean; message: string | undefined }) {
    const { 'lock-wait': wait, 'no-lock': without, message } = flags
    return {
      command: ['mm', ...(this.id ?? '').split(':'), ...this.argv].join(' '),
      wait: wait === undefined ? 0 : parseSpan(wait),
      lock: !without,
      message,
    }
  }

  /**
   * The end of a command that only looks: the plan is shown, and told by the exit code to who asks for it.
   * @param next the command that would do it; the same without `--diff` when it's left out
   */
  protected async endWithPlan(
    plan: OnlyPlanned,
    flags: { 'fail-on-change': boolean; 'revert-drift'?: boolean },
    next?: string[],
  ): Promise<OnlyPlanned> {
    if (!this.jsonEnabled()) {
      const { reportPlan } = await import('./ui/report-plan.js')
      const same = [...(this.id ?? '').split(':'), ...this.argv.filter(word => !/^--(diff|fail-on-change)$/.test(word))]
      reportPlan(plan, { command: ['mm', ...(next ?? same)].join(' '), revertDrift: flags['revert-drift'] ?? false })
    }
    if (flags['fail-on-change'] && (plan.changed || plan.drifted > 0)) process.exitCode = exitCodes.changed
    return plan
  }

  override async catch(error: Error): Promise<void> {
    // Whatever works on something says what has become of that (ops/lost-sight.ts).
    const bare = !(error instanceof MmError) || (error.code === 'Interrupted' && error.details.state === undefined)
    const told = interrupted.aborted && bare ? nothingLeft() : error
    const { reportError } = await import('./ui/error-report.js')
    // The signal's own number wins over the code of whatever broke because of it.
    process.exitCode = reportError(told, { json: this.jsonEnabled(), exit: interruptedExitCode() })
  }
}

const nothingLeft = () => interruptedError({ state: 'nothing was half-written' })
