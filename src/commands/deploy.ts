import { randomUUID } from 'node:crypto'
import { Flags } from '@oclif/core'
import { allowReplaceFlag, allowUncommittedFlag, failFastFlag, yesFlag } from '../flags.js'
import { MmCommand } from '../mm-command.js'
import type { AllDeployed } from '../ops/deploy-all/deploy-all.js'
import { environmentsTarget } from '../target.js'

export default class Deploy extends MmCommand {
  static override summary = 'Deploy everything that changed, in order: one plan, one question'
  static override description =
    "The environment first, then databases, then the services that others call, then those others; what doesn't need one another at the same time. Images are built before the question. A stack that is what its manifest says isn't touched. When one fails, what needs it is skipped, and the rest goes on; the exit code is the worst one."
  static override examples = [
    '<%= config.bin %> deploy',
    '<%= config.bin %> deploy --env dev --only backend --only frontend',
    '<%= config.bin %> deploy --env staging --env prod --yes',
  ]
  static override flags = {
    env: Flags.string({
      char: 'e',
      description:
        'environment; may be given several times, and they are deployed in that order; may be left out when there is just one',
      multiple: true,
      multipleNonGreedy: true,
      env: 'MM_ENV',
    }),
    all: Flags.boolean({ description: 'all environments of the repository', exclusive: ['env'], env: 'MM_ALL' }),
    only: Flags.string({
      description: 'deploy only this service, database or environment; may be given several times',
      multiple: true,
      multipleNonGreedy: true,
      helpValue: '<name>',
      env: 'MM_ONLY',
    }),
    'allow-replace': allowReplaceFlag,
    'allow-uncommitted': allowUncommittedFlag,
    'fail-fast': failFastFlag,
    yes: yesFlag,
  }

  async run(): Promise<Pick<AllDeployed, 'parts'>> {
    const { flags } = await this.parse(Deploy)
    const { workspace, envs } = await environmentsTarget({ envs: flags.env ?? [], all: flags.all })
    const [{ openWorld }, { deployAll }, { partsOfAll }, { declaredIn }, { approve }, { reportAll }] = await Promise.all([
      import('../wiring.js'),
      import('../ops/deploy-all/deploy-all.js'),
      import('../ops/deploy-all/parts.js'),
      import('../workspace/declared-in.js'),
      import('../ui/approve.js'),
      import('../ui/report-all.js'),
    ])
    const declared = await Promise.all(envs.map(env => declaredIn(workspace, env, randomUUID())))
    const parts = partsOfAll(declared, {
      only: flags.only ?? [],
      allowReplace: flags['allow-replace'] ?? [],
      allowUncommitted: flags['allow-uncommitted'],
      failFast: flags['fail-fast'],
    })
    const plannings = await Promise.all(
      envs.map(async (env, i) => ({ world: await openWorld(await workspace.place(env)), parts: parts[i] ?? [] })),
    )
    const { error, ...result } = await deployAll(plannings, approve({ yes: flags.yes, interactive: this.interactive(flags) }))
    if (!this.jsonEnabled()) reportAll(result)
    if (error) throw error
    return result
  }
}
