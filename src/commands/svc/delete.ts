import { confirmFlag, lockFlags } from '../../flags/deploying.js'
import { envFlag, nameFlag, serviceArg } from '../../flags/subject.js'
import { MmCommand } from '../../mm-command.js'
import type { Deletion } from '../../ops/stack/delete-stack.js'
import { serviceTarget } from '../../target.js'

export default class SvcDelete extends MmCommand {
  static override summary = 'Delete a service from an environment; its log and its images stay'
  static override examples = [
    '<%= config.bin %> svc delete frontend --env dev',
    '<%= config.bin %> svc delete frontend --env dev --confirm frontend',
  ]
  static override args = { service: serviceArg }
  static override flags = { env: envFlag, name: nameFlag('service'), confirm: confirmFlag, ...lockFlags }

  async run(): Promise<Deletion> {
    const { args, flags } = await this.parse(SvcDelete)
    const { workspace, env, name } = await serviceTarget({ env: flags.env, name: args.service ?? flags.name })
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
          { app: workspace.app.name, env, name, kind: 'service' },
          confirmByName({
            name,
            confirm: flags.confirm,
            interactive: this.interactive(flags),
            consequence: `this deletes the service ${name} of ${env}`,
          }),
        ),
    )
    if (!this.jsonEnabled()) reportDeletion(deletion)
    return deletion
  }
}
