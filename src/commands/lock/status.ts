import { envFlag } from '../../flags/subject.js'
import { MmCommand } from '../../mm-command.js'
import type { Locked } from '../../ops/lock/status.js'
import { chosenEnvironment, openHere } from '../../target.js'

export default class LockStatus extends MmCommand {
  static override summary = 'List who works on which stack: since when, by which command, and why'
  static override description =
    "A deployment locks each stack from before its changes are shown until they're made. The locks of all environments in the same account and region are listed. One whose owner gives no sign of life for 20 seconds is free for the next who wants it."
  static override examples = ['<%= config.bin %> lock status', '<%= config.bin %> lock status --env prod --json']
  static override flags = { env: envFlag }

  async run(): Promise<Locked> {
    const { flags } = await this.parse(LockStatus)
    const workspace = await openHere()
    const env = await chosenEnvironment(workspace, flags.env)
    const [{ openWorld }, { lockStatus }, { locksText }] = await Promise.all([
      import('../../wiring.js'),
      import('../../ops/lock/status.js'),
      import('../../ui/report-locks.js'),
    ])
    const status = await lockStatus(await openWorld(await workspace.place(env), { json: this.jsonEnabled() }), workspace.app.name)
    if (!this.jsonEnabled()) process.stdout.write(`${locksText(status)}\n`)
    return status
  }
}
