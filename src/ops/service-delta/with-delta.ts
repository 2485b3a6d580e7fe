import { changesStack } from '../stack/planned.js'
import { commitOf, isDirty } from '../image/image-tag.js'
import type { ChangeSet, Proposal, Stack } from '../ports/cloudformation.js'
import type { History } from '../ports/repository.js'
import type { Turn } from '../ports/service-delta.js'
import type { World } from '../ports/world.js'

interface Sides {
  proposal: Proposal
  /** The service's stack. */
  before: Stack | undefined
  /** Of the image that would run, where it's known. */
  tag?: string | undefined
  /** The commit that is checked out, of which it has the content. */
  commit?: string | undefined
  /** Name of the service's repository; undefined when the image is another registry's. */
  repository: string | undefined
  /** The folder that the image is built from, absolute; undefined when it's another registry's. */
  context: string | undefined
  /** An earlier image is meant. */
  back?: boolean
}

/** The change set with what it changes of the service that runs; as it is when nothing runs yet. */
export async function withDelta(
  world: Pick<World, 'stacks' | 'registry' | 'git'>,
  set: ChangeSet,
  { proposal, before, tag, commit, repository, context, back = false }: Sides,
): Promise<ChangeSet> {
  if (!before || set.kind === 'create' || !changesStack(set)) return set
  // Loaded only when there's a template to read: the parser of YAML costs as much as all the rest.
  const [{ runningTask }, { compareTasks }] = await Promise.all([import('./running-task.js'), import('./compare-tasks.js')])
  const parameters = Object.fromEntries(
    Object.entries(proposal.parameters).map(([name, value]) => [name, value ?? before.parameters[name]]),
  )
  const was = runningTask(await world.stacks.template(before.name), before.parameters)
  const becomes = runningTask(proposal.body, parameters)
  if (!was || !becomes) return set
  const image = await imageTurn(world, {
    from: before.parameters['Image'] ?? '',
    to: parameters['Image'] ?? '',
    tag,
    repository,
  })
  const about = compareTasks(was, becomes, image)
  if (!about) return set
  const history = about.image && context !== undefined ? await historyOf(world, context, { ...about.image, commit }) : undefined
  const to = about.image?.to ?? ''
  const earlier = commit !== undefined && commitOf(to) !== undefined && commitOf(to) !== commit && !isDirty(to)
  return {
    ...set,
    about: {
      ...about,
      ...(history === undefined ? {} : { history }),
      ...(earlier ? { sameContentAs: commit } : {}),
      ...(back ? { back } : {}),
    },
  }
}

interface Commits extends Turn {
  /** Of which the image has the content, if it's known to have another one's than its own. */
  commit: string | undefined
}

/** Undefined when a tag doesn't name a commit. */
async function historyOf(
  { git }: Pick<World, 'git'>,
  context: string,
  { from, to, commit }: Commits,
): Promise<History | undefined> {
  const [was, becomes] = [commitOf(from), commit ?? commitOf(to)]
  return was === undefined || becomes === undefined ? undefined : git.between(context, was, becomes)
}

interface Images {
  from: string
  to: string
  tag: string | undefined
  repository: string | undefined
}

async function imageTurn({ registry }: Pick<World, 'registry'>, { from, to, tag, repository }: Images) {
  if (from === to) return { from, to }
  const name = async (reference: string) => {
    const digest = /@(sha256:\w+)$/.exec(reference)?.[1]
    if (digest === undefined) return reference
    // Only a word on the screen: whoever may not look it up, or whose registry is silent, is told the digest.
    const found = repository === undefined ? undefined : await registry.tag(repository, digest).catch(() => undefined)
    return found ?? digest.slice(0, 'sha256:'.length + 12)
  }
  const [was, becomes] = await Promise.all([name(from), tag ?? name(to)])
  return { from: was, to: becomes }
}
