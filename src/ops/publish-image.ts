import { imageTag, type Recipe } from './image-tag.js'
import type { Phases } from './phases.js'
import type { Step } from './ports/progress.js'
import type { SourceState } from './ports/repository.js'
import type { World } from './ports/world.js'

export interface Image {
  /** What ECS runs: `repository@sha256:…`, or a foreign image as it was written. */
  reference: string
  tag?: string
  repositoryArn?: string
}

export interface ImageRequest {
  /** The service's name, for the screen. */
  name: string
  /** Absolute paths. */
  context: string
  dockerfile: string
  target?: string
  args: Record<string, string>
  platform: string
  repository: Repository
  /** State of the files that it's built from. */
  source: SourceState
  recipe: Recipe
  /** What the repository has of them already, when it was asked; null: nothing. */
  found?: Image | null
}

/** In ECR. */
export interface Repository {
  uri: string
  name: string
  arn: string
}

/** The tag that an image of the files gets, and the image when the repository has it already. */
export async function findImage(
  world: Pick<World, 'registry'>,
  { source, recipe, repository, found }: Pick<ImageRequest, 'source' | 'recipe' | 'repository' | 'found'>,
): Promise<{ tag: string; image?: Image }> {
  const tag = imageTag(source, recipe)
  if (found !== undefined) return { tag, ...(found ? { image: found } : {}) }
  const digest = await world.registry.digest(repository.name, tag)
  return { tag, ...(digest === undefined ? {} : { image: imageOf(repository, tag, digest) }) }
}

const imageOf = ({ uri, arn }: Repository, tag: string, digest: string): Image => ({
  reference: `${uri}@${digest}`,
  tag,
  repositoryArn: arn,
})

/**
 * Builds and pushes, unless the repository already holds an image of these very files, built in this very way: tags are immutable, and a second build of the
 * same files would get another digest.
 */
export async function publishImage(
  world: Pick<World, 'engine' | 'registry' | 'progress'>,
  request: ImageRequest,
  measured: Phases,
): Promise<Image> {
  const { repository, name } = request
  const { tag, image } = await findImage(world, request)
  const reference = `${repository.uri}:${tag}`
  if (image) {
    world.progress.info(`the image ${repository.name}:${tag} is already in the registry`)
    return image
  }
  await world.engine.check()
  const build = (step: Step) =>
    world.engine.build(
      {
        context: request.context,
        dockerfile: request.dockerfile,
        ...(request.target === undefined ? {} : { target: request.target }),
        args: request.args,
        platform: request.platform,
        reference,
      },
      line => step.line(line),
    )
  const push = async (step: Step) => world.engine.push(reference, await world.registry.login(), note => step.note(note))
  await measured.time('build', () => world.progress.step(`Build ${name} (${tag})`, build))
  const digest = await measured.time('push', () => world.progress.step(`Push ${name}`, push))
  return imageOf(repository, tag, digest)
}
