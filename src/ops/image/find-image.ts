import { contentHash, earlierTag, imageTag, commitOf, tagParts, type Recipe } from './image-tag.js'
import type { TaggedImage } from '../ports/images.js'
import type { SourceState } from '../ports/repository.js'
import type { World } from '../ports/world.js'

export interface Image {
  /** What ECS runs: `repository@sha256:…`, or a foreign image as it was written. */
  reference: string
  tag?: string
  repositoryArn?: string
  /** The commit that is checked out, whose content it has; another one than its tag's when it was built earlier. */
  commit?: string
}

/** In ECR. */
export interface Repository {
  uri: string
  name: string
  arn: string
}

export interface Wanted {
  repository: Repository
  /** State of the files that it's built from. */
  source: SourceState
  recipe: Recipe
  /** The reference that is deployed now. */
  deployed?: (() => Promise<string | undefined>) | undefined
}

export interface FoundImage {
  /** Of the content, 12 hex digits. */
  content: string
  /** The tag that an image gets which is built now. */
  tag: string
  /** The one that the repository has. */
  image?: Image
}

interface Candidate extends TaggedImage {
  build: number
}

/**
 * Looks for an image of the same content that was built in the same way, at whatever commit: the one that was built anew last; of several the one
 * that is deployed, so that nothing changes. One of files that weren't committed is taken for the very same uncommitted files only.
 */
export async function findImage(world: Pick<World, 'registry'>, wanted: Wanted): Promise<FoundImage> {
  const { source, recipe, repository } = wanted
  const content = contentHash(source, recipe)
  const candidates = (await world.registry.images(repository.name)).flatMap(each => candidate(each, wanted, content))
  const newest = Math.max(0, ...candidates.map(({ build }) => build))
  const best = await preferred(
    candidates.filter(({ build }) => build === newest),
    wanted,
  )
  return {
    content,
    tag: imageTag(source, recipe, newest + 1),
    ...(best ? { image: imageOf(wanted, best) } : {}),
  }
}

function candidate(image: TaggedImage, { source, recipe }: Wanted, content: string): Candidate[] {
  const parts = tagParts(image.tag)
  if (parts?.content === content && parts.dirty === source.dirty) return [{ ...image, build: parts.build }]
  return image.tag === earlierTag(source, recipe) ? [{ ...image, build: 1 }] : []
}

/** The deployed one; else that of this commit; else the one that was pushed last. */
async function preferred(candidates: Candidate[], { repository, source, deployed }: Wanted): Promise<Candidate | undefined> {
  const [only, ...more] = candidates
  if (more.length === 0) return only
  const reference = await deployed?.()
  const newestFirst = [...candidates].sort((a, b) => b.pushedAt - a.pushedAt)
  return (
    newestFirst.find(({ digest }) => `${repository.uri}@${digest}` === reference) ??
    newestFirst.find(({ tag }) => commitOf(tag) === source.commit) ??
    newestFirst[0]
  )
}

/** An image of the repository, as the commit that is checked out has it. */
export const imageOf = (
  { repository: { uri, arn }, source: { commit } }: Pick<Wanted, 'repository' | 'source'>,
  { tag, digest }: Pick<TaggedImage, 'tag' | 'digest'>,
): Image => ({
  reference: `${uri}@${digest}`,
  tag,
  repositoryArn: arn,
  ...(commit === undefined ? {} : { commit }),
})
