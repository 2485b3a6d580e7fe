import { basename, dirname, resolve } from 'node:path'
import { Flags } from '@oclif/core'
import { allowedBy, partsFlags, revertDriftFlag } from '../flags/deploying.js'
import { driftFlag, failOnChangeFlag } from '../flags/looking.js'
import { here } from '../here.js'
import { MmCommand } from '../mm-command.js'
import type { OnlyPlanned } from '../ops/stack/planned.js'
import { planningsOf } from '../plannings.js'
import { environmentsTarget } from '../target.js'

export default class Plan extends MmCommand {
  static override summary = 'Show what mm deploy would do, and change nothing that is deployed'
  static override description =
    'Images are built and pushed, as the plan is about them; change sets are made, read and deleted again. What was changed outside of CloudFormation is shown, too: it looks for that meanwhile, and is waited for up to two minutes. With --plan-out the plan is kept, and mm deploy --plan does what is in it, and nothing more.'
  static override examples = [
    '<%= config.bin %> plan',
    '<%= config.bin %> plan --env prod --plan-out prod.plan.json',
    '<%= config.bin %> plan --env prod --fail-on-change',
  ]
  static override flags = {
    ...partsFlags,
    'revert-drift': revertDriftFlag,
    drift: driftFlag,
    'fail-on-change': failOnChangeFlag,
    'plan-out': Flags.string({
      description: 'file to keep the plan in, for mm deploy --plan',
      helpValue: '<file>',
      env: 'MM_PLAN_OUT',
    }),
  }

  async run(): Promise<OnlyPlanned> {
    const { flags } = await this.parse(Plan)
    const { workspace, envs } = await environmentsTarget({ envs: flags.env ?? [], all: flags.all })
    const [{ planOnly }, { planFile }, { writeFolder }] = await Promise.all([
      import('../ops/deploy-all/deploy-all.js'),
      import('../ops/deploy-all/plan-file.js'),
      import('../workspace/write-folder.js'),
    ])
    const plannings = await planningsOf(workspace, envs, {
      json: this.jsonEnabled(),
      only: flags.only ?? [],
      ...allowedBy(flags),
      allowUncommitted: flags['allow-uncommitted'],
    })
    const revertDrift = flags['revert-drift']
    const planned = await planOnly(plannings, { checkDrift: flags.drift })
    const file = flags['plan-out'] === undefined ? undefined : resolve(here(), flags['plan-out'])
    if (file !== undefined) {
      const text = `${JSON.stringify(planFile(planned.stacks, { revertDrift }), undefined, 2)}\n`
      writeFolder(dirname(file), [{ name: basename(file), text }])
    }
    return this.endWithPlan(planned, flags, ['deploy', ...deploying(this.argv, planned)])
  }
}

/** The same for `mm deploy`; by the plan that was kept, if there's something in it. */
function deploying(argv: string[], { changed }: OnlyPlanned): string[] {
  const keeps = (word: string, i: number) => word.startsWith('--plan-out') || argv[i - 1] === '--plan-out'
  return argv
    .filter((word, i) => !/^--(fail-on-change|drift|no-drift)$/.test(word) && (changed || !keeps(word, i)))
    .map(word => word.replace(/^--plan-out\b/, '--plan'))
}
