import { Flags } from '@oclif/core'
import { diffFlags, failFastFlag, lockFlags, yesFlag } from '../../flags/deploying.js'
import { envFlag, nameFlag, serviceArg } from '../../flags/subject.js'
import { MmCommand } from '../../mm-command.js'
import type { OnlyPlanned } from '../../ops/stack/planned.js'
import type { ServiceRollback } from '../../ops/service/rollback-service.js'
import { serviceTarget } from '../../target.js'

export default class SvcRollback extends MmCommand {
  static override summary = "Deploy a service's earlier image again"
  static override description =
    'To the image that was deployed successfully last and is another one than the one that is deployed; a second time goes forward again. Only the image changes: variables, size, and everything else of the stack stay. It is a deployment like any other, with its plan, its question, and its verdict.'
  static override examples = [
    '<%= config.bin %> svc rollback backend --env prod',
    '<%= config.bin %> svc rollback backend --to 1f3c9aa --yes',
  ]
  static override args = { service: serviceArg }
  static override flags = {
    env: envFlag,
    name: nameFlag('service'),
    to: Flags.string({ description: 'tag or digest (sha256:…) of the image, in place of the last one', env: 'MM_TO' }),
    'fail-fast': failFastFlag,
    ...diffFlags,
    yes: yesFlag,
    ...lockFlags,
  }

  async run(): Promise<ServiceRollback | OnlyPlanned> {
    const { args, flags } = await this.parse(SvcRollback)
    const { workspace, env, name } = await serviceTarget({ env: flags.env, name: args.service ?? flags.name })
    const environment = await workspace.environment(env)
    const service = await workspace.service(name, env)
    const [{ openWorld }, { locked }, { planRollback, rollBackService }, { onlyLook }, { approve }, { reportRollback }] =
      await Promise.all([
        import('../../wiring.js'),
        import('../../ops/lock/locked.js'),
        import('../../ops/service/rollback-service.js'),
        import('../../ops/stack/planned.js'),
        import('../../ui/approve.js'),
        import('../../ui/report-deployment.js'),
      ])
    const request = { app: workspace.app, environment, service, root: workspace.root, failFast: flags['fail-fast'], to: flags.to }
    const opened = await openWorld(await workspace.place(env), { json: this.jsonEnabled() })
    if (flags.diff) return this.endWithPlan(await onlyLook(await planRollback(opened, request)), flags)
    const result = await locked(opened, { app: workspace.app.name, root: workspace.root, ...this.locking(flags) }, async world =>
      rollBackService(
        world,
        request,
        approve({ yes: flags.yes, interactive: this.interactive(flags), json: this.jsonEnabled() }),
      ),
    )
    if (!this.jsonEnabled()) reportRollback(result)
    return result
  }
}
