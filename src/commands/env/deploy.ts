import { randomUUID } from 'node:crypto'
import { allowedBy, allowFlags, diffFlags, lockFlags, revertDriftFlag, yesFlag } from '../../flags/deploying.js'
import { environmentNameFlag } from '../../flags/subject.js'
import { MmCommand } from '../../mm-command.js'
import type { EnvironmentDeployment } from '../../ops/environment/deploy-environment.js'
import type { OnlyPlanned } from '../../ops/stack/planned.js'
import { planOf } from '../../plannings.js'
import { environmentTarget } from '../../target.js'

export default class EnvDeploy extends MmCommand {
  static override summary = 'Create or update an environment: network, load balancers, cluster, alarm topic'
  static override description =
    'The changes are shown first. The registry for images (the stack <app>-shared) is made along with the first environment.'
  static override examples = ['<%= config.bin %> env deploy --name dev', '<%= config.bin %> env deploy --name dev --yes --json']
  static override flags = {
    name: environmentNameFlag,
    ...allowFlags,
    'revert-drift': revertDriftFlag,
    ...diffFlags,
    yes: yesFlag,
    ...lockFlags,
  }

  async run(): Promise<EnvironmentDeployment | OnlyPlanned> {
    const { flags } = await this.parse(EnvDeploy)
    const { workspace, name } = await environmentTarget(flags.name)
    if (flags.diff) {
      const about = { name, kind: 'environment', environment: name } as const
      return this.endWithPlan(await planOf(workspace, about, { ...allowedBy(flags), json: this.jsonEnabled() }), flags)
    }
    const [{ environmentRequest }, { openWorld }, { locked }, { deployEnvironment }, { approve }, { reportEnvironment }] =
      await Promise.all([
        import('../../workspace/requests.js'),
        import('../../wiring.js'),
        import('../../ops/lock/locked.js'),
        import('../../ops/environment/deploy-environment.js'),
        import('../../ui/approve.js'),
        import('../../ui/report-deployment.js'),
      ])
    const request = await environmentRequest(workspace, name, randomUUID())
    const result = await locked(
      await openWorld(await workspace.place(name), { json: this.jsonEnabled() }),
      { app: workspace.app.name, root: workspace.root, ...this.locking(flags) },
      async world =>
        deployEnvironment(
          world,
          { ...request, ...allowedBy(flags) },
          approve({ yes: flags.yes, interactive: this.interactive(flags), json: this.jsonEnabled() }),
        ),
    )
    if (!this.jsonEnabled()) reportEnvironment(result)
    return result
  }
}
