import { resourcesFlag } from '../../flags/looking.js'
import { envFlag, nameFlag, serviceArg } from '../../flags/subject.js'
import { MmCommand } from '../../mm-command.js'
import type { ShownStack } from '../../ops/overview/show-stack.js'
import { serviceTarget } from '../../target.js'

export default class SvcShow extends MmCommand {
  static override summary = 'Show what is deployed of a service: stack, address, image, tags'
  static override examples = [
    '<%= config.bin %> svc show backend --env dev',
    '<%= config.bin %> svc show backend --env dev --resources',
  ]
  static override args = { service: serviceArg }
  static override flags = { env: envFlag, name: nameFlag('service'), resources: resourcesFlag }

  async run(): Promise<ShownStack> {
    const { args, flags } = await this.parse(SvcShow)
    const { workspace, env, name } = await serviceTarget({ env: flags.env, name: args.service ?? flags.name })
    const [{ openWorld }, { showStack }, { shownText }] = await Promise.all([
      import('../../wiring.js'),
      import('../../ops/overview/show-stack.js'),
      import('../../ui/report-show.js'),
    ])
    const shown = await showStack(await openWorld(await workspace.place(env), { json: this.jsonEnabled() }), {
      kind: 'service',
      app: workspace.app.name,
      env,
      name,
      resources: flags.resources,
    })
    this.log(shownText(shown))
    return shown
  }
}
