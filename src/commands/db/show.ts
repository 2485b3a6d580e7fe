import { resourcesFlag } from '../../flags/looking.js'
import { arg, envFlag, nameFlag } from '../../flags/subject.js'
import { MmCommand } from '../../mm-command.js'
import type { ShownStack } from '../../ops/overview/show-stack.js'
import { databaseTarget } from '../../target.js'

export default class DbShow extends MmCommand {
  static override summary = 'Show what is deployed of the database: stack, hosts, ARNs of its secrets, what was chosen once'
  static override examples = ['<%= config.bin %> db show db --env dev', '<%= config.bin %> db show db --env dev --resources']
  static override args = { database: arg('name of the database') }
  static override flags = { env: envFlag, name: nameFlag('database'), resources: resourcesFlag }

  async run(): Promise<ShownStack> {
    const { args, flags } = await this.parse(DbShow)
    const { workspace, env, name } = await databaseTarget({ env: flags.env, name: args.database ?? flags.name })
    const [{ openWorld }, { showStack }, { shownText }] = await Promise.all([
      import('../../wiring.js'),
      import('../../ops/overview/show-stack.js'),
      import('../../ui/report-show.js'),
    ])
    const shown = await showStack(await openWorld(await workspace.place(env), { json: this.jsonEnabled() }), {
      kind: 'database',
      app: workspace.app.name,
      env,
      name,
      resources: flags.resources,
    })
    this.log(shownText(shown))
    return shown
  }
}
