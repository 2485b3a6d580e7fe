import { confirmFlag, lockFlags } from '../../flags/deploying.js'
import { environmentNameFlag } from '../../flags/subject.js'
import { MmCommand } from '../../mm-command.js'
import type { Deletion } from '../../ops/stack/delete-stack.js'
import { environmentTarget } from '../../target.js'

export default class EnvDelete extends MmCommand {
  static override summary = 'Delete an environment in which nothing lives any more'
  static override examples = ['<%= config.bin %> env delete --name dev', '<%= config.bin %> env delete --name dev --confirm dev']
  static override flags = { name: environmentNameFlag, confirm: confirmFlag, ...lockFlags }

  async run(): Promise<Deletion> {
    const { flags } = await this.parse(EnvDelete)
    const { workspace, name } = await environmentTarget(flags.name)
    const [{ openWorld }, { locked }, { deleteEnvironment }, { confirmByName }, { reportDeletion }] = await Promise.all([
      import('../../wiring.js'),
      import('../../ops/lock/locked.js'),
      import('../../ops/stack/delete-stack.js'),
      import('../../ui/approve.js'),
      import('../../ui/report-deletion.js'),
    ])
    const deletion = await locked(
      await openWorld(await workspace.place(name), { json: this.jsonEnabled() }),
      { app: workspace.app.name, root: workspace.root, ...this.locking(flags) },
      async world =>
        deleteEnvironment(
          world,
          { app: workspace.app.name, env: name },
          confirmByName({
            name,
            confirm: flags.confirm,
            interactive: this.interactive(flags),
            consequence: `this deletes the environment ${name}`,
          }),
        ),
    )
    if (!this.jsonEnabled()) reportDeletion(deletion)
    return deletion
  }
}
