import { exitCodes } from '../../errors.js'
import { renewInstancesFlag } from '../../flags/deploying.js'
import { driftFlag, failOnChangeFlag } from '../../flags/looking.js'
import { envFlag, nameFlag } from '../../flags/subject.js'
import { MmCommand } from '../../mm-command.js'
import type { Diff } from '../../ops/preview/diff-stack.js'
import { databaseTarget } from '../../target.js'

export default class DbDiff extends MmCommand {
  static override summary = 'Show how what is deployed differs from what db deploy would send, and what CloudFormation would do'
  static override description = 'CloudFormation is asked by a change set, which is deleted again. It says which members restart.'
  static override examples = ['<%= config.bin %> db diff --env dev', '<%= config.bin %> db diff --env dev --fail-on-change']
  static override flags = {
    env: envFlag,
    name: nameFlag('database'),
    'renew-instances': renewInstancesFlag,
    drift: driftFlag,
    'fail-on-change': failOnChangeFlag,
  }

  async run(): Promise<Diff> {
    const { flags } = await this.parse(DbDiff)
    const { workspace, env, name } = await databaseTarget(flags)
    const [{ databaseRequest }, { openWorld }, { diffDeployed }, { reportDiff }, { previewDatabase }, { workloadStackName }] =
      await Promise.all([
        import('../../workspace/requests.js'),
        import('../../wiring.js'),
        import('../../ops/preview/diff-deployed.js'),
        import('../../ui/report-diff.js'),
        import('../../ops/database/preview-database.js'),
        import('../../ops/names.js'),
      ])
    const request = { ...(await databaseRequest(workspace, name, env)), renewInstances: flags['renew-instances'] }
    const diff = await diffDeployed(
      await openWorld(await workspace.place(env), { json: this.jsonEnabled() }),
      { stacks: [workloadStackName(workspace.app.name, env, name)], checkDrift: flags.drift },
      async world => [await previewDatabase(world, request)],
    )
    if (!this.jsonEnabled()) reportDiff(diff)
    if (flags['fail-on-change'] && (diff.changed || diff.drifted > 0)) process.exitCode = exitCodes.changed
    return diff
  }
}
