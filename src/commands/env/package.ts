import { environmentNameFlag } from '../../flags.js'
import { MmCommand } from '../../mm-command.js'
import type { PackagedStack } from '../../ops/package-stack.js'
import { environmentTarget } from '../../target.js'

export default class EnvPackage extends MmCommand {
  static override summary = "Print the CloudFormation template of an environment's stack, as env deploy would send it"
  static override examples = ['<%= config.bin %> env package --name dev']
  static override flags = { name: environmentNameFlag }

  async run(): Promise<PackagedStack> {
    const { flags } = await this.parse(EnvPackage)
    const { workspace, name } = await environmentTarget(flags.name)
    const { packageEnvironment } = await import('../../ops/package-stack.js')
    const packaged = packageEnvironment({
      app: workspace.app.name,
      environment: await workspace.environment(name),
      databases: await workspace.databases(),
    })
    this.log(packaged.template.trimEnd())
    return packaged
  }
}
