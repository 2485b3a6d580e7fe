import {
  allowReplaceFlag,
  allowUncommittedFlag,
  envFlag,
  failFastFlag,
  lockFlags,
  nameFlag,
  serviceArg,
  yesFlag,
} from '../../flags.js'
import { MmCommand } from '../../mm-command.js'
import type { ServiceDeployment } from '../../ops/deploy-service.js'
import { serviceTarget } from '../../target.js'

export default class SvcDeploy extends MmCommand {
  static override summary =
    "Build a service's image, push it, update the service, and say whether the new revision is the one that runs"
  static override description =
    'The image runs by its digest. Its tag is the commit, with a hash of the files when they differ from it, and a hash of how it is built (Dockerfile, context, target, args, platform); what is already in the registry is not built again. With --json, stderr has what goes on, one JSON document a line.'
  static override examples = ['<%= config.bin %> svc deploy frontend', '<%= config.bin %> svc deploy backend --env dev --yes']
  static override args = { service: serviceArg }
  static override flags = {
    'allow-replace': allowReplaceFlag,
    env: envFlag,
    name: nameFlag('service'),
    'allow-uncommitted': allowUncommittedFlag,
    'fail-fast': failFastFlag,
    yes: yesFlag,
    ...lockFlags,
  }

  async run(): Promise<ServiceDeployment> {
    const { args, flags } = await this.parse(SvcDeploy)
    const { workspace, env, name } = await serviceTarget({ env: flags.env, name: args.service ?? flags.name })
    const environment = await workspace.environment(env)
    const service = await workspace.service(name, env)

    const [{ openWorld }, { locked }, { deployService }, { approve }, { reportService }] = await Promise.all([
      import('../../wiring.js'),
      import('../../ops/lock/locked.js'),
      import('../../ops/deploy-service.js'),
      import('../../ui/approve.js'),
      import('../../ui/report-deployment.js'),
    ])
    const result = await locked(
      await openWorld(await workspace.place(env), { json: this.jsonEnabled() }),
      { app: workspace.app.name, root: workspace.root, ...this.locking(flags) },
      async world =>
        deployService(
          world,
          {
            app: workspace.app,
            environment,
            service,
            backends: await workspace.backends(env),
            database: await workspace.databaseOf(service, env),
            root: workspace.root,
            allowUncommitted: flags['allow-uncommitted'],
            failFast: flags['fail-fast'],
            allowReplace: flags['allow-replace'] ?? [],
          },
          approve({ yes: flags.yes, interactive: this.interactive(flags), json: this.jsonEnabled() }),
        ),
    )
    if (!this.jsonEnabled()) reportService(result)
    return result
  }
}
