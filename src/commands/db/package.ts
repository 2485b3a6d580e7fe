import { envFlag, nameFlag } from '../../flags.js'
import { MmCommand } from '../../mm-command.js'
import type { PackagedStack } from '../../ops/package-stack.js'
import { databaseTarget } from '../../target.js'

export default class DbPackage extends MmCommand {
  static override summary = "Print the CloudFormation template of the database's stack, as db deploy would send it"
  static override examples = ['<%= config.bin %> db package --env dev']
  static override flags = { env: envFlag, name: nameFlag('database') }

  async run(): Promise<PackagedStack> {
    const { flags } = await this.parse(DbPackage)
    const { workspace, env, name } = await databaseTarget(flags)
    const { packageDatabase } = await import('../../ops/package-stack.js')
    const packaged = packageDatabase({
      app: workspace.app.name,
      environment: await workspace.environment(env),
      database: await workspace.database(name, env),
    })
    this.log(packaged.template.trimEnd())
    return packaged
  }
}
