import { notFoundError } from '../../errors.js'
import type { ServedRevision } from '../ports/running.js'
import type { World } from '../ports/world.js'
import type { Repository } from './find-image.js'
import { revisionOf } from '../rollout/standing.js'

interface About {
  service: string
  env: string
  /** Undefined for a service whose image is another registry's, which isn't asked. */
  repository: Repository | undefined
}

interface Earlier extends About {
  /** The stack's image, as its task definition names it. */
  from: string
  /** What was deployed successfully, newest first. */
  served: ServedRevision[]
}

interface Served {
  revision: string
  image: string
  finishedAt: number
}

/** How many earlier images are asked for at most. */
const patience = 20

/**
 * The image that was deployed successfully last and is another one than the stack's, when its repository still has it.
 * Throws NothingToGoBackTo, or ImageGone with the nearest revision whose image is still there (exit 5).
 */
export async function earlierImage(world: Pick<World, 'registry'>, earlier: Earlier): Promise<string> {
  const { service, env, from, served } = earlier
  const candidates = distinct(served, service).filter(({ image }) => image !== from)
  const [last, ...before] = candidates
  if (last === undefined)
    throw notFoundError('NothingToGoBackTo', `ECS knows no earlier image of ${service} that was deployed successfully`, {
      why: 'it keeps deployments for 90 days, and those of a service that was deleted not at all',
      state: 'nothing was changed',
      fix: [`mm svc rollback ${service} --env ${env} --to <tag>`],
    })
  if (await isThere(world, last.image, earlier.repository)) return last.image
  for (const nearest of before.slice(0, patience))
    if (await isThere(world, nearest.image, earlier.repository)) throw await gone(world, earlier, { last, nearest })
  throw await gone(world, earlier, { last })
}

/** An image once, as it was deployed last; `revision` is the task definition's. */
function distinct(served: ServedRevision[], service: string): Served[] {
  const found = new Map<string, Served>()
  for (const { images, taskDefinition, finishedAt } of served) {
    const image = images[service]
    if (image !== undefined && !found.has(image)) found.set(image, { image, finishedAt, revision: revisionOf(taskDefinition) })
  }
  return [...found.values()]
}

async function isThere({ registry }: Pick<World, 'registry'>, image: string, repository: Repository | undefined) {
  const digest = repository && digestIn(image, repository)
  // Of another registry, or named by a tag: whether it's there is seen when ECS pulls it.
  return digest === undefined || registry.has(repository?.name ?? '', digest)
}

const digestIn = (image: string, { uri }: Repository) => (image.startsWith(`${uri}@`) ? image.slice(uri.length + 1) : undefined)

async function gone(
  { registry }: Pick<World, 'registry'>,
  { service, env, repository }: Earlier,
  { last, nearest }: { last: Served; nearest?: Served },
) {
  const date = (at: number) => new Date(at).toISOString().slice(0, 10)
  const name = repository?.name ?? ''
  const digest = nearest && repository && digestIn(nearest.image, repository)
  const tag = digest && (await registry.tag(name, digest))
  const rollback = (to: string) => `mm svc rollback ${service} --env ${env} --to ${to}`
  return notFoundError('ImageGone', `the image of revision ${last.revision} of ${service} isn't in ${name} any more`, {
    why: `somebody deleted it, or the repository's lifecycle policy: that goes for images without a tag, and of files that weren't committed\n${last.image}, deployed on ${date(last.finishedAt)}`,
    state: 'nothing was changed',
    fix: nearest
      ? [
          `${rollback(tag ?? digest ?? nearest.image)} (revision ${nearest.revision}, of ${date(nearest.finishedAt)}: the nearest whose image is still there)`,
        ]
      : [
          `git switch --detach <commit>, then mm svc deploy ${service} --env ${env}: none of the earlier images is there, so it must be built anew`,
        ],
  })
}

interface Named extends About {
  to: string
}

/** A tag or a digest of the repository as ECS takes it; without a repository as it is. Throws NoSuchImage (exit 5). */
export async function namedImage({ registry }: Pick<World, 'registry'>, { to, repository }: Named): Promise<string> {
  if (!repository) return to
  const { name, uri } = repository
  const byDigest = to.startsWith('sha256:')
  const digest = byDigest ? ((await registry.has(name, to)) ? to : undefined) : await registry.digest(name, to)
  if (digest !== undefined) return `${uri}@${digest}`
  throw notFoundError('NoSuchImage', `${name} has no image with the ${byDigest ? 'digest' : 'tag'} ${to}`, {
    state: 'nothing was changed',
    fix: [`aws ecr describe-images --repository-name ${name}`],
  })
}
