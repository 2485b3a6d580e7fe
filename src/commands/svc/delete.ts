import { chosen, chosenEnvironment, confirmFlag, envFlag, nameFlag, serviceArg } from '../../flags.js'
import { MmCommand } from '../../mm-command.js'
import type { Deletion } from '../../ops/delete-stack.js'

export default class SvcDelete extends MmCommand {
  static override summary = 'Delete a service from an environment; its log and its images stay'
  static override examples = [
    '<%= config.bin %> svc delete frontend --env dev',
    '<%= config.bin %> svc delete frontend --env dev --confirm frontend',
  ]
  static override args = { service: serviceArg }
  static override flags = { env: envFlag, name: nameFlag('service'), confirm: confirmFlag }

  async run(): Promise<Deletion> {
    const { args, flags } = await this.parse(SvcDelete)
    const { openWorkspace } = await import('../../workspace/workspace.js')
    const workspace = await openWorkspace(process.cwd())
    const env = await chosenEnvironment(workspace, flags.env)
    const services = await workspace.services()
    const name = chosen(
      services.map(each => each.name),
      { named: args.service ?? flags.name, what: 'service', flag: '--name' },
    )
    const [{ makeWorld }, { deleteWorkload }, { confirmByName }, { reportDeletion }] = await Promise.all([
      import('../../wiring.js'),
      import('../../ops/delete-stack.js'),
      import('../../ui/approve.js'),
      import('../../ui/report-deletion.js'),
    ])
    const deletion = await deleteWorkload(
      makeWorld(workspace.app),
      { app: workspace.app.name, env, name, kind: 'service' },
      confirmByName({
        name,
        confirm: flags.confirm,
        interactive: this.interactive(flags),
        consequence: `this deletes the service ${name} of ${env}`,
      }),
    )
    if (!this.jsonEnabled()) reportDeletion(deletion)
    return deletion
  }
}
