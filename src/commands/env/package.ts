import { resolve } from 'node:path'
import { outputDirFlag } from '../../flags/looking.js'
import { environmentNameFlag } from '../../flags/subject.js'
import { here } from '../../here.js'
import { MmCommand } from '../../mm-command.js'
import type { EnvironmentRequest } from '../../ops/environment/environment-proposals.js'
import type { PackagedFiles, PackagedStack } from '../../ops/preview/package-stack.js'
import { environmentTarget } from '../../target.js'
import type { Place } from '../../workspace/workspace.js'

export default class EnvPackage extends MmCommand {
  static override summary = "Print the CloudFormation template of an environment's stack, as env deploy would send it"
  static override description =
    "Needs no AWS. --output-dir writes every stack that env deploy would send, with its parameters: AWS is asked for what was chosen at a deployment, and what can't be known yet is left out."
  static override examples = [
    '<%= config.bin %> env package --name dev',
    '<%= config.bin %> env package --name dev --output-dir infrastructure',
  ]
  static override flags = { name: environmentNameFlag, 'output-dir': outputDirFlag }

  async run(): Promise<PackagedStack | PackagedFiles> {
    const { flags } = await this.parse(EnvPackage)
    const { workspace, name } = await environmentTarget(flags.name)
    const { environmentRequest } = await import('../../workspace/requests.js')
    const request = await environmentRequest(workspace, name)
    const folder = flags['output-dir']
    if (folder !== undefined) return this.write(request, resolve(here(), folder), await workspace.place(name))
    const { packageEnvironment } = await import('../../ops/environment/package-environment.js')
    const packaged = packageEnvironment(request)
    this.log(packaged.template.trimEnd())
    return packaged
  }

  private async write(request: EnvironmentRequest, folder: string, place: Place): Promise<PackagedFiles> {
    const [
      { openWorld },
      { ifReachable },
      { environmentOffline },
      { packageFiles },
      { writeFolder },
      { reportPackage },
      { previewEnvironment },
      { environmentProposals },
    ] = await Promise.all([
      import('../../wiring.js'),
      import('../../ops/overview/reachable.js'),
      import('../../ops/environment/package-environment.js'),
      import('../../ops/preview/package-stack.js'),
      import('../../workspace/write-folder.js'),
      import('../../ui/report-package.js'),
      import('../../ops/environment/preview-environment.js'),
      import('../../ops/environment/environment-proposals.js'),
    ])
    const { value, offline } = await ifReachable(async () => {
      const world = await openWorld(place, { json: this.jsonEnabled() })
      return previewEnvironment(await environmentProposals(world, request))
    })
    const { stacks, files } = packageFiles(value ?? environmentOffline(request))
    const result = { stacks, ...(offline === undefined ? {} : { offline }), files: writeFolder(folder, files) }
    if (!this.jsonEnabled()) reportPackage(result, here())
    return result
  }
}
