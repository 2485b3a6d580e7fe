import { adoptionFiles } from './adoption.js'
import { handOver } from './hand-over.js'
import { providersFile } from './providers.js'
import { importsFile, stackFile, templatePath } from './stack-file.js'
import type { Exported, ExportFile } from './stacks.js'
import { variablesFile } from './variables.js'

/** `database_db` -> `database-db.tf` */
export const stackFileName = (label: string) => `${label.replace('_', '-')}.tf`

/** Every file of the export, by names relative to its folder. */
export function exportFiles(exported: Exported): ExportFile[] {
  const { stacks, account, region } = exported
  const variables = variablesFile(exported)
  return [
    { name: 'README.md', text: handOver(exported) },
    { name: 'providers.tf', text: providersFile({ account, region, cdn: stacks.some(stack => stack.region !== region) }) },
    ...(variables === undefined ? [] : [{ name: 'variables.tf', text: variables }]),
    { name: 'imports.tf', text: importsFile(stacks) },
    ...stacks.map(stack => ({ name: stackFileName(stack.label), text: stackFile(stack, exported) })),
    ...stacks.filter(({ foreign }) => !foreign).map(({ name, template }) => ({ name: templatePath(name), text: template })),
    ...adoptionFiles(exported),
  ]
}
