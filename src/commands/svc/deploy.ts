import {
  allowedBy,
  allowFlags,
  allowUncommittedFlag,
  diffFlags,
  failFastFlag,
  lockFlags,
  rebuildFlag,
  revertDriftFlag,
  yesFlag,
} from '../../flags/deploying.js'
import { envFlag, nameFlag, serviceArg } from '../../flags/subject.js'
import { MmCommand } from '../../mm-command.js'
import type { ServiceDeployment } from '../../ops/service/deploy-service.js'
import type { OnlyPlanned } from '../../ops/stack/planned.js'
import { planOf } from '../../plannings.js'
import { serviceTarget } from '../../target.js'

export default class SvcDeploy extends MmCommand {
  static override summary =
    "Build a service's image, push it, update the service, and say whether the new revision is the one that runs"
  static override description =
    "The image runs by its digest. Its tag is the commit, with a hash of the files when they differ from it, and a hash of the content: the files of the build context as the commit has them, and how it is built (Dockerfile, context, target, args, platform). What the registry has of the same content, at whatever commit, is not built again, unless --rebuild asks for it. When another revision runs than the one of the stack (somebody went back by the console, say), the stack's is deployed again. With --json, stderr has what goes on, one JSON document a line."
  static override examples = [
    '<%= config.bin %> svc deploy frontend',
    '<%= config.bin %> svc deploy backend --env dev --yes',
    '<%= config.bin %> svc deploy backend --env prod --rebuild',
    '<%= config.bin %> svc deploy backend --env prod --revert-drift',
  ]
  static override args = { service: serviceArg }
  static override flags = {
    ...allowFlags,
    env: envFlag,
    name: nameFlag('service'),
    'allow-uncommitted': allowUncommittedFlag,
    'fail-fast': failFastFlag,
    rebuild: rebuildFlag,
    'revert-drift': revertDriftFlag,
    ...diffFlags,
    yes: yesFlag,
    ...lockFlags,
  }

  async run(): Promise<ServiceDeployment | OnlyPlanned> {
    const { args, flags } = await this.parse(SvcDeploy)
    const { workspace, env, name } = await serviceTarget({ env: flags.env, name: args.service ?? flags.name })
    const choices = {
      allowUncommitted: flags['allow-uncommitted'],
      failFast: flags['fail-fast'],
      rebuilds: flags.rebuild ? new Set<string>() : undefined,
      ...allowedBy(flags),
    }
    if (flags.diff) {
      const planned = await planOf(
        workspace,
        { name, kind: 'service', environment: env },
        { ...choices, json: this.jsonEnabled() },
      )
      return this.endWithPlan(planned, flags)
    }

    const [{ serviceRequest }, { openWorld }, { locked }, { deployService }, { approve }, { reportService }] = await Promise.all([
      import('../../workspace/requests.js'),
      import('../../wiring.js'),
      import('../../ops/lock/locked.js'),
      import('../../ops/service/deploy-service.js'),
      import('../../ui/approve.js'),
      import('../../ui/report-deployment.js'),
    ])
    const request = await serviceRequest(workspace, name, env)
    const result = await locked(
      await openWorld(await workspace.place(env), { json: this.jsonEnabled() }),
      { app: workspace.app.name, root: workspace.root, ...this.locking(flags) },
      async world =>
        deployService(
          world,
          { ...request, ...choices },
          approve({ yes: flags.yes, interactive: this.interactive(flags), json: this.jsonEnabled() }),
        ),
    )
    if (!this.jsonEnabled()) reportService(result)
    return result
  }
}
