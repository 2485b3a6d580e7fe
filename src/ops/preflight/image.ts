import type { StoredImage } from '../ports/premises.js'
import type { Check, CheckWorld, Intended } from './check.js'
import { imageAt, platformsIn } from './image-reference.js'

/** Docker's names of the platforms. */
const platforms = { 'linux/x86_64': 'linux/amd64', 'linux/arm64': 'linux/arm64' } as const

/**
 * An image that isn't built here: that its registry has it, and for the service's platform. One that runs already is only looked for, since its platform has
 * been proved.
 */
export const image: Check = async (world, intended) => {
  const { request, image: reference, repositoryName } = intended
  if (reference === undefined) return []
  const { service } = request
  const manifest = `image.location in mm/${service.name}/manifest.yml`
  const found = await find(world, intended, reference)
  if (found === undefined) {
    return [
      {
        kind: 'wrong for new tasks',
        what: `there is no image ${reference}`,
        why: 'its registry says so',
        fix: [
          repositoryName === undefined ? manifest : `mm svc deploy ${service.name} --env ${request.environment.name} builds one`,
        ],
      },
    ]
  }
  if (found === 'refused') {
    return [
      {
        kind: 'doubtful',
        what: `the registry of ${reference} shows it to nobody without a login, and ECS has none`,
        fix: [`${manifest}: an image that everybody may pull, or one in ECR`],
      },
    ]
  }
  const wanted = platforms[service.platform]
  const there = found.manifest === undefined ? undefined : platformsIn(found.manifest)
  if (there === undefined || there.includes(wanted)) return []
  return [
    {
      kind: 'wrong',
      what: `${reference} isn't there for ${wanted}`,
      why: `it's there for ${there.join(', ')}`,
      fix: [`platform in mm/${service.name}/manifest.yml, or another image`],
    },
  ]
}

function find(
  { premises }: CheckWorld,
  { before, repositoryName }: Intended,
  reference: string,
): Promise<StoredImage | 'refused' | undefined> {
  const at = imageAt(reference)
  // Under whatever host: a registry on the loopback stands in for ECR, too.
  if (repositoryName !== undefined)
    return premises.ecrImage({ repository: repositoryName, digest: reference.split('@')[1] ?? '' })
  if ('ecr' in at) return premises.ecrImage(at.ecr)
  return premises.foreignImage(at.foreign, before?.parameters['Image'] !== reference)
}
