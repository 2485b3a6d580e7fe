import { Flags } from '@oclif/core'
import { deploymentArg, envFlag } from '../../flags/subject.js'
import { MmCommand } from '../../mm-command.js'
import type { Cancelled } from '../../ops/operations/cancel-deployment.js'
import { deploymentTarget } from '../../target.js'

export default class DeployCancel extends MmCommand {
  static override summary = 'Have a deployment that goes on taken back, and follow it to its end'
  static override description =
    "A rollout is stopped by ECS, which goes back to the revision before; any other update by CloudFormation. A creation has nothing to go back to: it's refused, with the command that deletes."
  static override examples = ['<%= config.bin %> deploy cancel web --env dev', '<%= config.bin %> deploy cancel --env dev --yes']
  static override args = { name: deploymentArg }
  static override flags = {
    env: envFlag,
    yes: Flags.boolean({ char: 'y', description: 'cancel without a question', env: 'MM_YES' }),
  }

  async run(): Promise<Cancelled> {
    const { args, flags } = await this.parse(DeployCancel)
    const { workspace, env, name } = await deploymentTarget({ env: flags.env, name: args.name })
    const [{ openWorld }, { cancelDeployment }, { confirmQuestion }, { reportCancelled }] = await Promise.all([
      import('../../wiring.js'),
      import('../../ops/operations/cancel-deployment.js'),
      import('../../ui/approve.js'),
      import('../../ui/report-operations.js'),
    ])
    const confirm = confirmQuestion({ yes: flags.yes, interactive: this.interactive(flags) })
    const result = await cancelDeployment(
      await openWorld(await workspace.place(env), { json: this.jsonEnabled() }),
      { app: workspace.app.name, env, name },
      stack => confirm(`Take back the update of ${stack.name} that goes on?`),
    )
    if (!this.jsonEnabled()) reportCancelled(result)
    return result
  }
}
