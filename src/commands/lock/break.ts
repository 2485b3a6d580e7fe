import { Flags } from '@oclif/core'
import { envFlag, lockedArg } from '../../flags/subject.js'
import { MmCommand } from '../../mm-command.js'
import type { Broken } from '../../ops/lock/break.js'
import { deploymentTarget } from '../../target.js'

export default class LockBreak extends MmCommand {
  static override summary = 'Take the lock of a stack off whoever holds it'
  static override description =
    "Their mm finds out at once: it makes no change that it hasn't begun to make. What CloudFormation works on already goes on, and can be followed by mm deploy attach. A lock whose owner is dead needn't be broken: it frees itself."
  static override examples = ['<%= config.bin %> lock break shop-dev-web', '<%= config.bin %> lock break web --env dev --yes']
  static override args = { name: lockedArg }
  static override flags = {
    env: envFlag,
    yes: Flags.boolean({ char: 'y', description: 'break it without a question', env: 'MM_YES' }),
  }

  async run(): Promise<Broken> {
    const { args, flags } = await this.parse(LockBreak)
    const { workspace, env } = await deploymentTarget({ env: flags.env, name: args.name })
    const [{ openWorld }, { breakLock }, { confirmQuestion }, { breakQuestion, reportBroken }] = await Promise.all([
      import('../../wiring.js'),
      import('../../ops/lock/break.js'),
      import('../../ui/approve.js'),
      import('../../ui/report-locks.js'),
    ])
    const confirm = confirmQuestion({ yes: flags.yes, interactive: this.interactive(flags) })
    const result = await breakLock(
      await openWorld(await workspace.place(env), { json: this.jsonEnabled() }),
      { app: workspace.app.name, env, name: args.name },
      lock => confirm(breakQuestion(lock)),
    )
    if (!this.jsonEnabled()) reportBroken(result)
    return result
  }
}
