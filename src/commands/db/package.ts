import { chosen, chosenEnvironment, envFlag, nameFlag } from '../../flags.js'
import { MmCommand } from '../../mm-command.js'
import type { PackagedStack } from '../../ops/package-stack.js'

export default class DbPackage extends MmCommand {
  static override summary = "Print the CloudFormation template of the database's stack, as db deploy would send it"
  static override examples = ['<%= config.bin %> db package --env dev']
  static override flags = { env: envFlag, name: nameFlag('database') }

  async run(): Promise<PackagedStack> {
    const { flags } = await this.parse(DbPackage)
    const { openWorkspace } = await import('../../workspace/workspace.js')
    const workspace = await openWorkspace(process.cwd())
    const env = await chosenEnvironment(workspace, flags.env)
    const name = chosen(await workspace.databases(), { named: flags.name, what: 'database', flag: '--name' })
    const { packageDatabase } = await import('../../ops/package-stack.js')
    const packaged = packageDatabase({ app: workspace.app.name, env, database: await workspace.database(name, env) })
    this.log(packaged.template.trimEnd())
    return packaged
  }
}
