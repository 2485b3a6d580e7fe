import { resolve } from 'node:path'
import { outputDirFlag } from '../../flags/looking.js'
import { envFlag, nameFlag, serviceArg } from '../../flags/subject.js'
import { here } from '../../here.js'
import { MmCommand } from '../../mm-command.js'
import type { ServiceRequest } from '../../ops/service/service-proposal.js'
import type { PackagedFiles, PackagedStack } from '../../ops/preview/package-stack.js'
import { serviceTarget } from '../../target.js'
import type { Place } from '../../workspace/workspace.js'

export default class SvcPackage extends MmCommand {
  static override summary = "Print the CloudFormation template of a service's stack, as svc deploy would send it"
  static override description =
    "Needs neither AWS nor Docker. The image, network and secret come as stack parameters. --output-dir writes these, too: AWS is asked for what was chosen at a deployment, and what can't be known yet is left out."
  static override examples = [
    '<%= config.bin %> svc package backend --env dev',
    '<%= config.bin %> svc package backend --env dev --output-dir infrastructure',
  ]
  static override args = { service: serviceArg }
  static override flags = { env: envFlag, name: nameFlag('service'), 'output-dir': outputDirFlag }

  async run(): Promise<PackagedStack | PackagedFiles> {
    const { args, flags } = await this.parse(SvcPackage)
    const { workspace, env, name } = await serviceTarget({ env: flags.env, name: args.service ?? flags.name })
    const { serviceRequest } = await import('../../workspace/requests.js')
    const request = await serviceRequest(workspace, name, env)
    const folder = flags['output-dir']
    if (folder !== undefined) return this.write(request, resolve(here(), folder), await workspace.place(env))
    const { packageService } = await import('../../ops/service/package-service.js')
    const packaged = packageService(request)
    this.log(packaged.template.trimEnd())
    return packaged
  }

  private async write(request: ServiceRequest, folder: string, place: Place): Promise<PackagedFiles> {
    const [
      { openWorld },
      { ifReachable },
      { serviceOffline },
      { packageFiles },
      { writeFolder },
      { reportPackage },
      { previewService },
    ] = await Promise.all([
      import('../../wiring.js'),
      import('../../ops/overview/reachable.js'),
      import('../../ops/service/package-service.js'),
      import('../../ops/preview/package-stack.js'),
      import('../../workspace/write-folder.js'),
      import('../../ui/report-package.js'),
      import('../../ops/service/preview-service.js'),
    ])
    const { value, offline } = await ifReachable(async () => {
      const world = await openWorld(place, { json: this.jsonEnabled() })
      return [await previewService(world, request, 'registry')]
    })
    const { stacks, files } = packageFiles(value ?? [serviceOffline(request)])
    const result = { stacks, ...(offline === undefined ? {} : { offline }), files: writeFolder(folder, files) }
    if (!this.jsonEnabled()) reportPackage(result, here())
    return result
  }
}
