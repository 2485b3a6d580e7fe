import { Flags } from '@oclif/core'
import { deploymentArg, envFlag } from '../../flags/subject.js'
import { MmCommand } from '../../mm-command.js'
import type { History } from '../../ops/operations/deployments.js'
import { deploymentTarget } from '../../target.js'

export default class DeployLs extends MmCommand {
  static override summary = 'List what was deployed in an environment, newest first: when, what, its verdict, and who began it'
  static override description =
    "It comes from CloudFormation's events, which reach back 90 days. Who began it is what mm wrote there (the actor of CI, else user and host): a name, not a proof, and absent for what others did; CloudTrail proves. What was deleted with its stack isn't listed."
  static override examples = ['<%= config.bin %> deploy ls', '<%= config.bin %> deploy ls web --env dev --json']
  static override args = { name: deploymentArg }
  static override flags = {
    env: envFlag,
    limit: Flags.integer({ description: 'how many at most', default: 20, min: 1, env: 'MM_LIMIT' }),
  }

  async run(): Promise<History> {
    const { args, flags } = await this.parse(DeployLs)
    const { workspace, env, name } = await deploymentTarget({ env: flags.env, name: args.name })
    const [{ openWorld }, { deployments }, { historyText }] = await Promise.all([
      import('../../wiring.js'),
      import('../../ops/operations/deployments.js'),
      import('../../ui/report-operations.js'),
    ])
    const scope = { app: workspace.app.name, env, name, limit: flags.limit }
    const history = await deployments(await openWorld(await workspace.place(env), { json: this.jsonEnabled() }), scope)
    if (!this.jsonEnabled()) process.stdout.write(`${historyText(history)}\n`)
    return history
  }
}
