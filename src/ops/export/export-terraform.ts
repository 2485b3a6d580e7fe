import { exportFiles, stackFileName } from '../../terraform/export-files.js'
import { heldBy, stays } from '../../terraform/adoption.js'
import { addressOf } from '../../terraform/references.js'
import type { Exported, ExportedStack, ExportFile } from '../../terraform/stacks.js'
import { secretVariables } from '../../terraform/variables.js'
import { declaredStacks, type Declared, type DeclaredStack } from '../declared-stacks.js'
import { stacksToExport, type FoundStack } from './exported-stacks.js'
import { hiddenParameters } from '../stack/hidden-parameters.js'
import type { World } from '../ports/world.js'

export interface TerraformExport {
  environment: string
  /** 12 digits. */
  account: string
  region: string
  stacks: { stack: string; address: string; region: string; file: string; managed: boolean }[]
  /** Resources that hold data, by their address in `adopt/`. */
  dataHolders: { address: string; stack: string; id: string; staysWithoutStack: boolean }[]
  /** Terraform's variables that must be given a value. */
  variables: string[]
  /** What a person must know: what is left out, and what isn't as the manifests say. */
  notes: string[]
  /** Paths of what was written. */
  files: string[]
}

export interface ExportRequest {
  declared: Declared
  /** False: the stack that all environments have in common is read and not managed. */
  shared: boolean
}

/**
 * What is deployed of an environment as Terraform configuration: template, parameters and tags of each stack as CloudFormation has them, so
 * that nothing changes by handing it over. Throws EnvironmentNotDeployed (exit 5) and StackBusy (exit 1).
 */
export async function exportTerraform(
  world: Pick<World, 'stacks' | 'cdnStacks' | 'volumes' | 'progress'>,
  { declared, shared }: ExportRequest,
): Promise<{ result: Omit<TerraformExport, 'files'>; files: ExportFile[] }> {
  const { app, environment } = declared.environment
  const { found, notes } = await stacksToExport(world, { app: app.name, env: environment.name, shared })
  const id = found.find(({ exported }) => exported.label === 'environment')?.stack.id ?? ''
  // arn:<partition>:cloudformation:<region>:<account>:stack/…
  const [, partition = '', , region = '', account = ''] = id.split(':')
  const stacks = found.map(each => each.exported)
  const exported: Exported = {
    ...{ app: app.name, env: environment.name, account, partition, region, stacks },
    secret: new Set([...hiddenParameters, ...stacks.flatMap(unreadable)]),
  }
  const result = {
    ...{ environment: environment.name, account, region },
    stacks: stacks.map(stack => ({
      stack: stack.name,
      address: addressOf(stack),
      region: stack.region,
      file: stackFileName(stack.label),
      managed: !stack.foreign,
    })),
    dataHolders: heldBy(stacks).map(({ address, stack, holder }) => ({
      ...{ address, stack: stack.name, id: holder.id },
      staysWithoutStack: stays(holder),
    })),
    variables: secretVariables(exported).map(({ variable }) => variable),
    notes: [...notes, ...differences(found, declaredStacks(declared))],
  }
  return { result, files: exportFiles(exported) }
}

/** CloudFormation shows the value of a NoEcho parameter as asterisks. */
const unreadable = ({ parameters }: ExportedStack): string[] =>
  Object.keys(parameters).filter(name => /^\*+$/.test(parameters[name] ?? ''))

/** Between what is deployed and what the manifests say. */
function differences(found: FoundStack[], declared: DeclaredStack[]): string[] {
  const byName = new Map(found.map(each => [each.stack.name, each]))
  const names = new Set(declared.map(({ stack }) => stack))
  return [
    ...declared.flatMap(({ stack, template, deploy, diff }) => {
      const deployed = byName.get(stack)
      if (!deployed) return [`${stack} isn't deployed, and so left out: ${deploy}`]
      return deployed.exported.foreign || deployed.exported.template === template(deployed.stack)
        ? []
        : [`${stack} isn't as its manifest says; what is deployed was written. What differs: ${diff}`]
    }),
    ...found.flatMap(({ stack: { name } }) => (names.has(name) ? [] : [`${name} has no manifest in this repository`])),
  ]
}
