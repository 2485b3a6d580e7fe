import { join, relative, resolve } from 'node:path'
import { Flags } from '@oclif/core'
import { envFlag } from '../../flags/subject.js'
import { here } from '../../here.js'
import { MmCommand } from '../../mm-command.js'
import type { TerraformExport } from '../../ops/export/export-terraform.js'
import { chosenEnvironment, openHere } from '../../target.js'

export default class ExportTerraform extends MmCommand {
  static override summary = 'Write what is deployed of an environment as Terraform configuration, for those who take it over'
  static override description =
    'Each stack becomes an aws_cloudformation_stack with its template beside it and an import block; what holds data gets import blocks in a configuration of its own. Nothing is changed. README.md among the files says how it is taken over.'
  static override examples = [
    '<%= config.bin %> export terraform --env prod',
    '<%= config.bin %> export terraform --env prod --output-dir ../infrastructure/shop-prod',
  ]
  static override flags = {
    env: envFlag,
    'output-dir': Flags.string({
      description: 'folder that is written into; terraform/<environment> when it is left out',
      env: 'MM_OUTPUT_DIR',
    }),
    force: Flags.boolean({
      description: 'write into a folder that holds files: those of the same names are replaced, others are left alone',
      env: 'MM_FORCE',
    }),
    shared: Flags.boolean({
      description:
        'manage the stack that all environments have in common; may be so in the configuration of one environment only',
      env: 'MM_SHARED',
      default: true,
      allowNo: true,
    }),
  }

  async run(): Promise<TerraformExport> {
    const { flags } = await this.parse(ExportTerraform)
    const workspace = await openHere()
    const env = await chosenEnvironment(workspace, flags.env)
    const folder = resolve(here(), flags['output-dir'] ?? join('terraform', env))
    const [{ openWorld }, { exportTerraform }, { declaredIn }, { leftBehind, refuseFilled }, { writeFolder }, { reportExport }] =
      await Promise.all([
        import('../../wiring.js'),
        import('../../ops/export/export-terraform.js'),
        import('../../workspace/declared-in.js'),
        import('../../workspace/filled-folder.js'),
        import('../../workspace/write-folder.js'),
        import('../../ui/report-export.js'),
      ])
    const declared = await declaredIn(workspace, env)
    if (!flags.force) refuseFilled(folder)
    const world = await openWorld(await workspace.place(env), { json: this.jsonEnabled() })
    const { result, files } = await exportTerraform(world, { declared, shared: flags.shared })
    const written = writeFolder(folder, files)
    const left = leftBehind(folder, written).map(
      path => `${relative(here(), path)} was there before, and is read by Terraform, too`,
    )
    const exported = { ...result, notes: [...result.notes, ...left], files: written }
    if (!this.jsonEnabled()) reportExport(exported, folder, here())
    return exported
  }
}
