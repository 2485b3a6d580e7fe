import { exitCodes } from '../../errors.js'
import { driftFlag, failOnChangeFlag } from '../../flags/looking.js'
import { envFlag, nameFlag, serviceArg } from '../../flags/subject.js'
import { MmCommand } from '../../mm-command.js'
import type { Diff } from '../../ops/preview/diff-stack.js'
import { serviceTarget } from '../../target.js'

export default class SvcDiff extends MmCommand {
  static override summary = 'Show how what is deployed differs from what svc deploy would send, and what CloudFormation would do'
  static override description =
    'No image is built: the one that runs is taken. CloudFormation is asked by a change set, which is deleted again.'
  static override examples = [
    '<%= config.bin %> svc diff backend --env dev',
    '<%= config.bin %> svc diff backend --env dev --fail-on-change',
  ]
  static override args = { service: serviceArg }
  static override flags = { env: envFlag, name: nameFlag('service'), drift: driftFlag, 'fail-on-change': failOnChangeFlag }

  async run(): Promise<Diff> {
    const { args, flags } = await this.parse(SvcDiff)
    const { workspace, env, name } = await serviceTarget({ env: flags.env, name: args.service ?? flags.name })
    const [{ serviceRequest }, { openWorld }, { diffDeployed }, { reportDiff }, { previewService }, { workloadStackName }] =
      await Promise.all([
        import('../../workspace/requests.js'),
        import('../../wiring.js'),
        import('../../ops/preview/diff-deployed.js'),
        import('../../ui/report-diff.js'),
        import('../../ops/service/preview-service.js'),
        import('../../ops/names.js'),
      ])
    const request = await serviceRequest(workspace, name, env)
    const diff = await diffDeployed(
      await openWorld(await workspace.place(env), { json: this.jsonEnabled() }),
      { stacks: [workloadStackName(workspace.app.name, env, name)], checkDrift: flags.drift },
      async world => [await previewService(world, request, 'running')],
    )
    if (!this.jsonEnabled()) reportDiff(diff)
    if (flags['fail-on-change'] && (diff.changed || diff.drifted > 0)) process.exitCode = exitCodes.changed
    return diff
  }
}
