import { Flags } from '@oclif/core'
import { allowedBy, allowFlags, lockFlags, yesFlag } from '../../flags/deploying.js'
import { environmentNameFlag } from '../../flags/subject.js'
import { MmCommand } from '../../mm-command.js'
import type { Upgraded } from '../../ops/environment/upgrade-environments.js'
import { planningsOf } from '../../plannings.js'
import { environmentsTarget } from '../../target.js'

export default class EnvUpgrade extends MmCommand {
  static override summary = "Bring environments that an older mm made to this one's templates"
  static override description =
    'A plan like any other, and one question. Only what is deployed is upgraded. Databases and services are left as they are, and those that another mm deployed are listed: mm deploy brings them, too.'
  static override examples = ['<%= config.bin %> env upgrade --name dev', '<%= config.bin %> env upgrade --all --yes --json']
  static override flags = {
    name: environmentNameFlag,
    all: Flags.boolean({ description: 'all environments of the repository', exclusive: ['name'], env: 'MM_ALL' }),
    ...allowFlags,
    yes: yesFlag,
    ...lockFlags,
  }

  async run(): Promise<Omit<Upgraded, 'error'>> {
    const { flags } = await this.parse(EnvUpgrade)
    const named = { envs: flags.name === undefined ? [] : [flags.name], all: flags.all }
    const { workspace, envs } = await environmentsTarget(named)
    const [{ lockedAll }, { upgradeEnvironments }, { approve }, { reportUpgrade }] = await Promise.all([
      import('../../ops/lock/locked.js'),
      import('../../ops/environment/upgrade-environments.js'),
      import('../../ui/approve.js'),
      import('../../ui/report-upgrade.js'),
    ])
    const plannings = await planningsOf(workspace, envs, {
      json: this.jsonEnabled(),
      only: [],
      ...allowedBy(flags),
      allowUncommitted: false,
      failFast: true,
    })
    const parts = plannings.map(each => each.parts.filter(({ kind }) => kind === 'environment'))
    const { error, ...result } = await lockedAll(
      plannings.map(({ world }, i) => ({ world, stacks: parts[i]?.flatMap(({ stacks }) => stacks) ?? [] })),
      { app: workspace.app.name, root: workspace.root, ...this.locking(flags) },
      worlds =>
        upgradeEnvironments(
          workspace.app.name,
          worlds.map((world, i) => ({ world, parts: parts[i] ?? [] })),
          { approve: approve({ yes: flags.yes, interactive: this.interactive(flags), json: this.jsonEnabled() }) },
        ),
    )
    if (!this.jsonEnabled()) reportUpgrade(result)
    if (error) throw error
    return result
  }
}
