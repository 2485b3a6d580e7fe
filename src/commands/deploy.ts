import { Flags } from '@oclif/core'
import {
  allowedBy,
  diffFlags,
  failFastFlag,
  lockFlags,
  partsFlags,
  rebuildFlag,
  revertDriftFlag,
  yesFlag,
} from '../flags/deploying.js'
import { MmError } from '../errors.js'
import { here } from '../here.js'
import { MmCommand } from '../mm-command.js'
import type { AllDeployed } from '../ops/deploy-all/deploy-all.js'
import type { OnlyPlanned } from '../ops/stack/planned.js'
import { planningsOf } from '../plannings.js'
import { environmentsTarget } from '../target.js'

export default class Deploy extends MmCommand {
  static override summary = 'Deploy everything that changed, in order: one plan, one question'
  static override description =
    "The environment first, then databases, then the services that others call, then those others; what doesn't need one another at the same time. Images are built before the question, unless the registry has one of the same content. A stack that is what its manifest says isn't touched; when another revision of a service runs than its stack's, that one is deployed again. When one fails, what needs it is skipped, and the rest goes on; the exit code is the worst one. With --json, stderr has what goes on, one JSON document a line."
  static override examples = [
    '<%= config.bin %> deploy',
    '<%= config.bin %> deploy --env dev --only backend --only frontend',
    '<%= config.bin %> deploy --env staging --env prod --yes',
    '<%= config.bin %> deploy --env prod --plan prod.plan.json',
  ]
  static override flags = {
    ...partsFlags,
    'fail-fast': failFastFlag,
    rebuild: rebuildFlag,
    'revert-drift': revertDriftFlag,
    plan: Flags.string({
      description: 'file that mm plan --plan-out wrote: it is the answer, and nothing is done that is not in it',
      helpValue: '<file>',
      exclusive: ['diff'],
      env: 'MM_PLAN',
    }),
    ...diffFlags,
    yes: yesFlag,
    ...lockFlags,
  }

  async run(): Promise<Pick<AllDeployed, 'parts'> | OnlyPlanned> {
    const { flags } = await this.parse(Deploy)
    const { workspace, envs } = await environmentsTarget({ envs: flags.env ?? [], all: flags.all })
    const [{ lockedAll }, { deployAll, planOnly }, { refuseExceeding }, { approve }, { reportAll }] = await Promise.all([
      import('../ops/lock/locked.js'),
      import('../ops/deploy-all/deploy-all.js'),
      import('../ops/deploy-all/plan-file.js'),
      import('../ui/approve.js'),
      import('../ui/report-all.js'),
    ])
    const plan = flags.plan === undefined ? undefined : await this.approved(flags.plan)
    const plannings = await planningsOf(workspace, envs, {
      json: this.jsonEnabled(),
      only: flags.only ?? [],
      ...allowedBy(flags),
      ...(plan?.revertDrift ? { revertDrift: true } : {}),
      allowUncommitted: flags['allow-uncommitted'],
      failFast: flags['fail-fast'],
      rebuilds: flags.rebuild ? new Set() : undefined,
    })
    if (flags.diff) return this.endWithPlan(await planOnly(plannings, { checkDrift: true }), flags)
    const { error, ...result } = await lockedAll(
      plannings.map(({ world, parts }) => ({ world, stacks: parts.flatMap(({ stacks }) => stacks) })),
      { app: workspace.app.name, root: workspace.root, ...this.locking(flags) },
      worlds =>
        deployAll(
          worlds.map((world, i) => ({ world, parts: plannings[i]?.parts ?? [] })),
          {
            approve: approve({
              yes: flags.yes || plan !== undefined,
              interactive: this.interactive(flags),
              json: this.jsonEnabled(),
            }),
            ...(plan ? { within: sets => refuseExceeding(plan, sets) } : {}),
          },
        ),
    )
    if (!this.jsonEnabled()) reportAll(result)
    if (error) throw new MmError(error.code, error.message, { ...error.details, result })
    return result
  }

  private async approved(file: string) {
    const [{ readPlanFile }, { readText }] = await Promise.all([
      import('../ops/deploy-all/plan-file.js'),
      import('../workspace/read.js'),
    ])
    return readPlanFile(await readText(here(), file), file)
  }
}
