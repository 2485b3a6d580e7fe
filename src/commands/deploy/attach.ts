import { deploymentArg, envFlag } from '../../flags/subject.js'
import { MmCommand } from '../../mm-command.js'
import type { Attached } from '../../ops/operations/attach.js'
import { deploymentTarget } from '../../target.js'

export default class DeployAttach extends MmCommand {
  static override summary = 'Follow what goes on in an environment, whoever began it and wherever, to its verdict'
  static override description =
    'Everything comes from AWS, so that it works after Ctrl-C, from another machine, and for what a colleague or CI began. It ends with the exit code of the deployment itself. Several that go on at once are followed together. When nothing goes on, the last operation is told of. It changes nothing.'
  static override examples = ['<%= config.bin %> deploy attach', '<%= config.bin %> deploy attach web --env dev']
  static override args = { name: deploymentArg }
  static override flags = { env: envFlag }

  async run(): Promise<Attached> {
    const { args, flags } = await this.parse(DeployAttach)
    const { workspace, env, name } = await deploymentTarget({ env: flags.env, name: args.name })
    const [{ openWorld }, { attach }, { reportAttached }] = await Promise.all([
      import('../../wiring.js'),
      import('../../ops/operations/attach.js'),
      import('../../ui/report-operations.js'),
    ])
    const result = await attach(await openWorld(await workspace.place(env), { json: this.jsonEnabled() }), {
      app: workspace.app.name,
      env,
      name,
      root: workspace.root,
      // What goes on is shown also where the manifests are others, or broken.
      manifest: service => workspace.service(service, env).catch(() => undefined),
    })
    if (!this.jsonEnabled()) reportAttached(result)
    return result
  }
}
