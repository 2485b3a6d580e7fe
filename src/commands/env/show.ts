import { resourcesFlag } from '../../flags/looking.js'
import { arg, environmentNameFlag } from '../../flags/subject.js'
import { MmCommand } from '../../mm-command.js'
import type { ShownStack } from '../../ops/overview/show-stack.js'
import { environmentTarget } from '../../target.js'

export default class EnvShow extends MmCommand {
  static override summary = 'Show what is deployed of an environment: stack, addresses, what was chosen once, tags'
  static override examples = ['<%= config.bin %> env show dev', '<%= config.bin %> env show dev --resources']
  static override args = { environment: arg('name of the environment') }
  static override flags = { name: environmentNameFlag, resources: resourcesFlag }

  async run(): Promise<ShownStack> {
    const { args, flags } = await this.parse(EnvShow)
    const { workspace, name } = await environmentTarget(args.environment ?? flags.name)
    const [{ openWorld }, { showStack }, { shownText }] = await Promise.all([
      import('../../wiring.js'),
      import('../../ops/overview/show-stack.js'),
      import('../../ui/report-show.js'),
    ])
    const shown = await showStack(await openWorld(await workspace.place(name), { json: this.jsonEnabled() }), {
      kind: 'environment',
      app: workspace.app.name,
      env: name,
      name,
      resources: flags.resources,
    })
    this.log(shownText(shown))
    return shown
  }
}
