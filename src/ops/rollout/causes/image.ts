import { ecrRepositoryOf } from '../../../templates/service/ecr-repository.js'
import { cause, crashThatSays, deployCommand, manifestOf, type Evidence, type Recognise } from '../evidence.js'

/**
 * The image can't be had, or not be run. ECS's words: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html
 */
export const imageCauses: Recognise[] = [wrongPlatform, missing, limited, denied, noSpace]

const pull = (pattern: RegExp) => new RegExp(`CannotPullContainerError[\\s\\S]*(${pattern.source})`, 'i')

const imageOf = ({ service: { image } }: Evidence) =>
  'location' in image ? image.location : `the image of ${image.build.dockerfile}`

/** Either the registry has none for it, or the kernel can't run what was pulled. */
function wrongPlatform(evidence: Evidence) {
  const { service, crashes } = evidence
  const refused = crashThatSays(
    crashes,
    pull(/matching platform|no matching manifest|does not match the (specified|detected) platform/),
  )
  const garbled =
    crashes.find(({ log }) => log.some(line => /exec format error/i.test(line))) ??
    crashThatSays(crashes, /exec format error/i)?.crash
  if (!refused && !garbled) return undefined
  const own = 'build' in service.image
  return cause('ImageWrongPlatform', `the image of ${service.name} isn't for ${service.platform}, on which it was to run`, {
    why: refused?.reason ?? garbled?.log.find(line => /exec format error/i.test(line)) ?? 'exec format error',
    fix: own
      ? [
          `build it for the platform: no --platform in the Dockerfile's FROM, then ${deployCommand(evidence)}`,
          `or the other platform in ${manifestOf(evidence)}`,
        ]
      : [`an image for ${service.platform}, or the platform of the image, in ${manifestOf(evidence)}`],
  })
}

function missing(evidence: Evidence) {
  const found = crashThatSays(evidence.crashes, pull(/not found|manifest unknown|repository does not exist|does not exist/))
  if (!found) return undefined
  return cause('ImageNotFound', `${imageOf(evidence)} isn't in its registry`, {
    why: found.reason,
    fix:
      'location' in evidence.service.image
        ? [`a name and tag that exist: image.location in ${manifestOf(evidence)}`]
        : [deployCommand(evidence)],
  })
}

function limited(evidence: Evidence) {
  const found = crashThatSays(evidence.crashes, pull(/toomanyrequests|pull rate limit|429 Too Many/))
  if (!found) return undefined
  return cause('ImagePullLimited', `the registry lets no more pulls of ${imageOf(evidence)} through for now`, {
    why: found.reason,
    fix: [
      `the image from a registry without such a limit: image.location in ${manifestOf(evidence)} (public.ecr.aws has Docker's official images)`,
      deployCommand(evidence),
    ],
  })
}

function denied(evidence: Evidence) {
  const found = crashThatSays(
    evidence.crashes,
    pull(/AccessDenied|not authorized|403 Forbidden|denied|no basic auth|unauthorized/),
  )
  if (!found) return undefined
  return cause('ImagePullDenied', `ECS may not pull ${imageOf(evidence)}`, { why: found.reason, fix: waysIn(evidence) })
}

function waysIn({ service: { image } }: Evidence): string[] {
  const role = "the service's execution role"
  if (!('location' in image))
    return [
      `see whether the repository's policy, a permissions boundary or an endpoint's policy denies ecr:BatchGetImage to ${role}`,
    ]
  if (ecrRepositoryOf(image.location) === undefined)
    return ['an image that can be pulled without a login, or one in a private ECR']
  return [
    `${role} may pull it: see whether a permissions boundary or an endpoint's policy denies that`,
    `in another account, the repository's policy must allow this one ecr:BatchGetImage, ecr:GetDownloadUrlForLayer and ecr:BatchCheckLayerAvailability`,
  ]
}

function noSpace(evidence: Evidence) {
  const found = crashThatSays(evidence.crashes, pull(/no space left on device/))
  if (!found) return undefined
  return cause('ImageTooLarge', `${imageOf(evidence)} doesn't fit on the task's disk`, {
    why: found.reason,
    fix: ['a smaller image: a slim base, several stages, no build tools in the last one', deployCommand(evidence)],
  })
}
