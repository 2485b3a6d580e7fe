import { envFlag } from '../flags/subject.js'
import { MmCommand } from '../mm-command.js'
import type { EnvironmentStatus } from '../ops/overview/status.js'
import { openHere, chosenEnvironment } from '../target.js'

export default class Status extends MmCommand {
  static override summary = 'What runs in an environment, where, and how healthy it is'
  static override examples = ['<%= config.bin %> status', '<%= config.bin %> status --env dev --json']
  static override flags = { env: envFlag }

  async run(): Promise<EnvironmentStatus> {
    const { flags } = await this.parse(Status)
    const workspace = await openHere()
    const env = await chosenEnvironment(workspace, flags.env)
    const [{ openWorld }, { environmentStatus }, { statusText }] = await Promise.all([
      import('../wiring.js'),
      import('../ops/overview/status.js'),
      import('../ui/report-status.js'),
    ])
    const status = await environmentStatus(
      await openWorld(await workspace.place(env), { json: this.jsonEnabled() }),
      workspace.app.name,
      env,
    )
    this.log(statusText(status))
    return status
  }
}
