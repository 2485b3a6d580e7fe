import { findImage, imageOf, type FoundImage, type Image, type Wanted } from './find-image.js'
import { commitOf, isDirty } from './image-tag.js'
import type { Phases } from '../stack/phases.js'
import type { Step } from '../ports/progress.js'
import type { World } from '../ports/world.js'

export interface ImageRequest extends Wanted {
  /** The service's name, for the screen. */
  name: string
  /** Absolute paths. */
  context: string
  dockerfile: string
  target?: string
  args: Record<string, string>
  platform: string
  /** What the repository has of it, when it was asked already. */
  found?: FoundImage | undefined
  /** See Rebuilds. */
  rebuilds?: Rebuilds | undefined
}

/**
 * Images are to be built anew, each content once for each repository: several environments get the same image. Holds what was built already; absent:
 * what the registry has isn't built again.
 */
export type Rebuilds = Set<string>

/**
 * Builds and pushes, unless the repository already holds an image of this very content, built in this very way: tags are immutable, and a second build
 * of the same files would get another digest.
 */
export async function publishImage(
  world: Pick<World, 'engine' | 'registry' | 'progress'>,
  request: ImageRequest,
  measured: Phases,
): Promise<Image> {
  const { repository, name, rebuilds } = request
  const { content, tag, image } = request.found ?? (await findImage(world, request))
  const key = `${repository.uri} ${content} ${request.source.dirty}`
  const anew = rebuilds !== undefined && !rebuilds.has(key)
  if (image && !anew) {
    for (const each of aboutFound(request, image)) world.progress.info(each)
    return image
  }
  const reference = `${repository.uri}:${tag}`
  await world.engine.check()
  if (request.source.withRecords) {
    world.progress.info(
      `what mm noted of earlier deployments (.mm) goes into the image of ${name}: write .mm into its .dockerignore`,
    )
  }
  const build = (step: Step) =>
    world.engine.build(
      {
        context: request.context,
        dockerfile: request.dockerfile,
        ...(request.target === undefined ? {} : { target: request.target }),
        args: request.args,
        platform: request.platform,
        reference,
        ...(anew ? { anew } : {}),
      },
      line => step.line(line),
    )
  const push = async (step: Step) => world.engine.push(reference, await world.registry.login(), note => step.note(note))
  await measured.time('build', () => world.progress.step(`Build ${name} (${tag})`, build))
  const digest = await measured.time('push', () => world.progress.step(`Push ${name}`, push))
  rebuilds?.add(key)
  return imageOf(request, { tag, digest })
}

function aboutFound({ name, repository, source }: ImageRequest, { tag = '' }: Image): string[] {
  const commit = commitOf(tag)
  const files = isDirty(tag) ? 'of the same uncommitted files' : `which has the same files for it as ${source.commit}`
  const same = commit === undefined || commit === source.commit ? '' : `: it was built at ${commit}, ${files}`
  const { ignored = [] } = source
  return [
    `the image ${repository.name}:${tag} is already in the registry${same}`,
    ...(ignored.length === 0
      ? []
      : [
          `files that git ignores go into the image of ${name} (${ignored.join(', ')}), and may have changed since it was built: .dockerignore keeps them out, --rebuild builds it anew`,
        ]),
  ]
}
