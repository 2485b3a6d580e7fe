import { ecrRepositoryOf } from '../../../templates/service/ecr-repository.js'
import {
  both,
  cause,
  crashThatSays,
  deployCommand,
  manifestOf,
  noRight,
  wordsThat,
  type Evidence,
  type Recognise,
} from '../evidence.js'

/**
 * The image can't be had, or not be run. ECS's words: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html.
 * ECR's no to a role comes before "not found": Docker adds to it that the repository may not exist.
 */
export const imageCauses: Recognise[] = [wrongPlatform, noRightToPull, missing, limited, denied, noSpace]

/** As the agent calls them, on Fargate and on EC2; ECR's login is asked for before any of them. */
const pulling = /CannotPull\w*Error|can(no|['’])t pull the image|ecr registry auth|registry auth from Amazon ECR/
const pull = (pattern: RegExp) => both(pulling, pattern)

const imageOf = ({ service: { image } }: Evidence) =>
  'location' in image ? image.location : `the image of ${image.build.dockerfile}`

/** Either the registry has none for it, or the kernel can't run what was pulled. */
function wrongPlatform(evidence: Evidence) {
  const { service, crashes } = evidence
  const refused = wordsThat(
    evidence,
    pull(/match(ing| for) platform|no matching manifest|does not match the (specified|detected) platform/),
  )
  const garbled =
    crashes.find(({ log }) => log.some(line => /exec format error/i.test(line))) ??
    crashThatSays(crashes, /exec format error/i)?.crash
  if (!refused && !garbled) return undefined
  const own = 'build' in service.image
  return cause('ImageWrongPlatform', `the image of ${service.name} isn't for ${service.platform}, on which it was to run`, {
    why: refused ?? garbled?.log.find(line => /exec format error/i.test(line)) ?? 'exec format error',
    fix: own
      ? [
          `build it for the platform: no --platform in the Dockerfile's FROM, then ${deployCommand(evidence)}`,
          `or the other platform in ${manifestOf(evidence)}`,
        ]
      : [`an image for ${service.platform}, or the platform of the image, in ${manifestOf(evidence)}`],
  })
}

function missing(evidence: Evidence) {
  const why = wordsThat(evidence, pull(/(?<!credentials: )not found|manifest unknown|does not exist/))
  if (why === undefined) return undefined
  const hidden = /may require/.test(why) ? ", or can't be seen without a login" : ''
  return cause('ImageNotFound', `${imageOf(evidence)} isn't in its registry${hidden}`, {
    why,
    fix:
      'location' in evidence.service.image
        ? [`a name and tag that exist: image.location in ${manifestOf(evidence)}`]
        : [deployCommand(evidence)],
  })
}

function limited(evidence: Evidence) {
  const why = wordsThat(evidence, pull(/toomanyrequests|pull rate limit|429 Too Many|ThrottlingException/))
  if (why === undefined) return undefined
  const { image } = evidence.service
  const elsewhere = 'location' in image && ecrRepositoryOf(image.location) === undefined
  return cause('ImagePullLimited', `the registry lets no more pulls of ${imageOf(evidence)} through for now`, {
    why,
    fix: [
      elsewhere
        ? `the image from a registry without such a limit: image.location in ${manifestOf(evidence)} (public.ecr.aws has Docker's official images)`
        : 'try again in some minutes',
      deployCommand(evidence),
    ],
  })
}

function noRightToPull(evidence: Evidence) {
  return mayNotPull(evidence, noRight)
}

function denied(evidence: Evidence) {
  return mayNotPull(evidence, /403 Forbidden|denied|no basic auth|unauthorized/)
}

function mayNotPull(evidence: Evidence, no: RegExp) {
  const why = wordsThat(evidence, pull(no))
  if (why === undefined) return undefined
  const action = /perform: (ecr:\w+)/.exec(why)?.[1]
  return cause('ImagePullDenied', `ECS may not pull ${imageOf(evidence)}${action === undefined ? '' : ` (${action})`}`, {
    why,
    fix: waysIn(evidence, action),
  })
}

function waysIn({ service: { image } }: Evidence, action = 'ecr:BatchGetImage'): string[] {
  const role = "the service's execution role"
  if (!('location' in image))
    return [`see whether the repository's policy, a permissions boundary or an endpoint's policy denies ${action} to ${role}`]
  if (ecrRepositoryOf(image.location) === undefined)
    return ['an image that can be pulled without a login, or one in a private ECR']
  const own = `${role} may pull it: see whether a permissions boundary, an organisation policy or an endpoint's policy denies ${action}`
  // The login is that of the service's own account.
  if (action === 'ecr:GetAuthorizationToken') return [own]
  return [
    own,
    `in another account, the repository's policy must allow this one ecr:BatchGetImage, ecr:GetDownloadUrlForLayer and ecr:BatchCheckLayerAvailability`,
  ]
}

function noSpace(evidence: Evidence) {
  const why = wordsThat(evidence, pull(/no space left on device/))
  if (why === undefined) return undefined
  return cause('ImageTooLarge', `${imageOf(evidence)} doesn't fit on the task's disk`, {
    why,
    fix: ['a smaller image: a slim base, several stages, no build tools in the last one', deployCommand(evidence)],
  })
}
