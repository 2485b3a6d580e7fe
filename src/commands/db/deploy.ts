import {
  allowedBy,
  allowFlags,
  confirmFlag,
  diffFlags,
  lockFlags,
  renewInstancesFlag,
  revertDriftFlag,
  yesFlag,
} from '../../flags/deploying.js'
import { envFlag, nameFlag } from '../../flags/subject.js'
import { MmCommand } from '../../mm-command.js'
import type { DatabaseDeployment } from '../../ops/database/deploy-database.js'
import type { OnlyPlanned } from '../../ops/stack/planned.js'
import { planOf } from '../../plannings.js'
import { databaseTarget } from '../../target.js'

export default class DbDeploy extends MmCommand {
  static override summary = 'Create or update the database: MongoDB on EC2 that heals itself and is backed up on a schedule'
  static override examples = ['<%= config.bin %> db deploy --env dev', '<%= config.bin %> db deploy --env prod --renew-instances']
  static override flags = {
    ...allowFlags,
    env: envFlag,
    name: nameFlag('database'),
    'renew-instances': renewInstancesFlag,
    ...diffFlags,
    'revert-drift': revertDriftFlag,
    yes: yesFlag,
    confirm: confirmFlag,
    ...lockFlags,
  }

  async run(): Promise<DatabaseDeployment | OnlyPlanned> {
    const { flags } = await this.parse(DbDeploy)
    const { workspace, env, name } = await databaseTarget(flags)
    const choices = { renewInstances: flags['renew-instances'], ...allowedBy(flags) }
    if (flags.diff) {
      const about = { name, kind: 'database', environment: env } as const
      return this.endWithPlan(await planOf(workspace, about, { ...choices, json: this.jsonEnabled() }), flags)
    }

    const [{ databaseRequest }, { openWorld }, { locked }, { deployDatabase }, { approve, confirmByName }, { reportDatabase }] =
      await Promise.all([
        import('../../workspace/requests.js'),
        import('../../wiring.js'),
        import('../../ops/lock/locked.js'),
        import('../../ops/database/deploy-database.js'),
        import('../../ui/approve.js'),
        import('../../ui/report-deployment.js'),
      ])
    const interactive = this.interactive(flags)
    const request = await databaseRequest(workspace, name, env)
    const result = await locked(
      await openWorld(await workspace.place(env), { json: this.jsonEnabled() }),
      { app: workspace.app.name, root: workspace.root, ...this.locking(flags) },
      async world =>
        deployDatabase(
          world,
          { ...request, ...choices },
          {
            approve: approve({ yes: flags.yes, interactive, json: this.jsonEnabled() }),
            confirm: consequence => confirmByName({ name, confirm: flags.confirm, interactive, consequence })(),
          },
        ),
    )
    if (!this.jsonEnabled()) reportDatabase(result)
    return result
  }
}
