import { randomUUID } from 'node:crypto'
import type { Choices } from './ops/deploy-all/parts.js'
import type { Part } from './ops/deploy-all/part.js'
import type { Planning } from './ops/deploy-all/plan-all.js'
import type { OnlyPlanned } from './ops/stack/planned.js'
import type { Workspace } from './workspace/workspace.js'

/**
 * What `mm deploy` and `mm plan` are about: the parts of each environment, and the world that they're in.
 * @param json see openWorld
 */
export async function planningsOf(
  workspace: Workspace,
  envs: string[],
  { json, ...choices }: Choices & { json: boolean },
): Promise<Planning[]> {
  const [{ openWorld }, { partsOfAll }, { declaredIn }] = await Promise.all([
    import('./wiring.js'),
    import('./ops/deploy-all/parts.js'),
    import('./workspace/declared-in.js'),
  ])
  const declared = await Promise.all(envs.map(env => declaredIn(workspace, env, randomUUID())))
  const parts = partsOfAll(declared, choices)
  const worlds = await Promise.all(envs.map(async env => openWorld(await workspace.place(env), { json })))
  return worlds.map((world, i) => ({ world, parts: parts[i] ?? [] }))
}

/** What the deployment of one thing alone would do; nothing of it is done. */
export async function planOf(
  workspace: Workspace,
  { name, kind, environment }: Pick<Part, 'name' | 'kind' | 'environment'>,
  choices: Omit<Choices, 'only'> & { json: boolean },
): Promise<OnlyPlanned> {
  const { planOnly } = await import('./ops/deploy-all/deploy-all.js')
  const plannings = await planningsOf(workspace, [environment], { ...choices, only: [name] })
  // Something else of it may have the same name.
  const own = plannings.map(each => ({ ...each, parts: each.parts.filter(part => part.kind === kind) }))
  return planOnly(own, { checkDrift: true })
}
