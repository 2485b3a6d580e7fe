import { randomUUID } from 'node:crypto'
import { exitCodes } from '../../errors.js'
import { driftFlag, failOnChangeFlag } from '../../flags/looking.js'
import { environmentNameFlag } from '../../flags/subject.js'
import { MmCommand } from '../../mm-command.js'
import type { Diff } from '../../ops/preview/diff-stack.js'
import { environmentTarget } from '../../target.js'

export default class EnvDiff extends MmCommand {
  static override summary = 'Show how what is deployed differs from what env deploy would send, and what CloudFormation would do'
  static override description =
    'Covers every stack that env deploy would send. CloudFormation is asked by change sets, which are deleted again.'
  static override examples = ['<%= config.bin %> env diff --name dev', '<%= config.bin %> env diff --name dev --fail-on-change']
  static override flags = { name: environmentNameFlag, drift: driftFlag, 'fail-on-change': failOnChangeFlag }

  async run(): Promise<Diff> {
    const { flags } = await this.parse(EnvDiff)
    const { workspace, name } = await environmentTarget(flags.name)
    const [
      { environmentRequest },
      { openWorld },
      { diffDeployed },
      { reportDiff },
      { previewEnvironment },
      { environmentProposals },
      names,
    ] = await Promise.all([
      import('../../workspace/requests.js'),
      import('../../wiring.js'),
      import('../../ops/preview/diff-deployed.js'),
      import('../../ui/report-diff.js'),
      import('../../ops/environment/preview-environment.js'),
      import('../../ops/environment/environment-proposals.js'),
      import('../../ops/names.js'),
    ])
    const request = await environmentRequest(workspace, name, randomUUID())
    const { app } = workspace
    const cdnStacks = request.environment.domain ? [names.cdnStackName(app.name, name)] : []
    const diff = await diffDeployed(
      await openWorld(await workspace.place(name), { json: this.jsonEnabled() }),
      {
        stacks: [names.sharedStackName(app.name), names.environmentStackName(app.name, name), ...cdnStacks],
        cdnStacks,
        checkDrift: flags.drift,
      },
      async world => previewEnvironment(await environmentProposals(world, request)),
    )
    if (!this.jsonEnabled()) reportDiff(diff)
    if (flags['fail-on-change'] && (diff.changed || diff.drifted > 0)) process.exitCode = exitCodes.changed
    return diff
  }
}
