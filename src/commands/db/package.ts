import { resolve } from 'node:path'
import { renewInstancesFlag } from '../../flags/deploying.js'
import { outputDirFlag } from '../../flags/looking.js'
import { envFlag, nameFlag } from '../../flags/subject.js'
import { here } from '../../here.js'
import { MmCommand } from '../../mm-command.js'
import type { DatabaseRequest } from '../../ops/database/database-proposal.js'
import type { PackagedFiles, PackagedStack } from '../../ops/preview/package-stack.js'
import { databaseTarget } from '../../target.js'
import type { Place } from '../../workspace/workspace.js'

export default class DbPackage extends MmCommand {
  static override summary = "Print the CloudFormation template of the database's stack, as db deploy would send it"
  static override description =
    "Needs no AWS. --output-dir writes the parameters, too: AWS is asked for what was chosen at a deployment, and what can't be known yet is left out."
  static override examples = [
    '<%= config.bin %> db package --env dev',
    '<%= config.bin %> db package --env dev --output-dir infrastructure',
  ]
  static override flags = {
    env: envFlag,
    name: nameFlag('database'),
    'renew-instances': renewInstancesFlag,
    'output-dir': outputDirFlag,
  }

  async run(): Promise<PackagedStack | PackagedFiles> {
    const { flags } = await this.parse(DbPackage)
    // Loaded while the manifests are read.
    const loading = import('../../ops/database/package-database.js')
    const requests = import('../../workspace/requests.js')
    const { workspace, env, name } = await databaseTarget(flags)
    const { databaseRequest } = await requests
    const request = { ...(await databaseRequest(workspace, name, env)), renewInstances: flags['renew-instances'] }
    const folder = flags['output-dir']
    if (folder !== undefined) return this.write(request, resolve(here(), folder), await workspace.place(env))
    const { packageDatabase } = await loading
    const packaged = packageDatabase(request)
    this.log(packaged.template.trimEnd())
    return packaged
  }

  private async write(request: DatabaseRequest, folder: string, place: Place): Promise<PackagedFiles> {
    const [
      { openWorld },
      { ifReachable },
      { databaseOffline },
      { packageFiles },
      { writeFolder },
      { reportPackage },
      { previewDatabase },
    ] = await Promise.all([
      import('../../wiring.js'),
      import('../../ops/overview/reachable.js'),
      import('../../ops/database/package-database.js'),
      import('../../ops/preview/package-stack.js'),
      import('../../workspace/write-folder.js'),
      import('../../ui/report-package.js'),
      import('../../ops/database/preview-database.js'),
    ])
    const { value, offline } = await ifReachable(async () => {
      const world = await openWorld(place, { json: this.jsonEnabled() })
      return [await previewDatabase(world, request)]
    })
    const { stacks, files } = packageFiles(value ?? [databaseOffline(request)])
    const result = { stacks, ...(offline === undefined ? {} : { offline }), files: writeFolder(folder, files) }
    if (!this.jsonEnabled()) reportPackage(result, here())
    return result
  }
}
