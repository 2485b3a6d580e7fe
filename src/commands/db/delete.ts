import { confirmFlag, lockFlags } from '../../flags/deploying.js'
import { envFlag, nameFlag } from '../../flags/subject.js'
import { MmCommand } from '../../mm-command.js'
import type { Deletion } from '../../ops/stack/delete-stack.js'
import { databaseTarget } from '../../target.js'

export default class DbDelete extends MmCommand {
  static override summary = 'Stop and remove the database of an environment; its data volume, passwords, snapshots and log stay'
  static override examples = ['<%= config.bin %> db delete --env dev', '<%= config.bin %> db delete --env dev --confirm db']
  static override flags = { env: envFlag, name: nameFlag('database'), confirm: confirmFlag, ...lockFlags }

  async run(): Promise<Deletion> {
    const { flags } = await this.parse(DbDelete)
    const { workspace, env, name } = await databaseTarget(flags)
    const [{ openWorld }, { locked }, { deleteWorkload }, { confirmByName }, { reportDeletion }] = await Promise.all([
      import('../../wiring.js'),
      import('../../ops/lock/locked.js'),
      import('../../ops/stack/delete-stack.js'),
      import('../../ui/approve.js'),
      import('../../ui/report-deletion.js'),
    ])
    const deletion = await locked(
      await openWorld(await workspace.place(env), { json: this.jsonEnabled() }),
      { app: workspace.app.name, root: workspace.root, ...this.locking(flags) },
      async world =>
        deleteWorkload(
          world,
          { app: workspace.app.name, env, name, kind: 'database' },
          confirmByName({
            name,
            confirm: flags.confirm,
            interactive: this.interactive(flags),
            consequence: `this stops and removes the database ${name} of ${env} (its data volume stays)`,
          }),
        ),
    )
    if (!this.jsonEnabled()) reportDeletion(deletion)
    return deletion
  }
}
