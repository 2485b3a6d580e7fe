import { envFlag, nameFlag, serviceArg } from '../../flags.js'
import { MmCommand } from '../../mm-command.js'
import type { PackagedStack } from '../../ops/package-stack.js'
import { serviceTarget } from '../../target.js'

export default class SvcPackage extends MmCommand {
  static override summary = "Print the CloudFormation template of a service's stack, as svc deploy would send it"
  static override description = 'Needs neither AWS nor Docker. The image, network and secret come as stack parameters.'
  static override examples = ['<%= config.bin %> svc package backend --env dev']
  static override args = { service: serviceArg }
  static override flags = { env: envFlag, name: nameFlag('service') }

  async run(): Promise<PackagedStack> {
    const { args, flags } = await this.parse(SvcPackage)
    const { workspace, env, name } = await serviceTarget({ env: flags.env, name: args.service ?? flags.name })
    const { packageService } = await import('../../ops/package-stack.js')
    const packaged = packageService({
      app: workspace.app.name,
      environment: await workspace.environment(env),
      service: await workspace.service(name, env),
      backends: await workspace.backends(env),
    })
    this.log(packaged.template.trimEnd())
    return packaged
  }
}
