import { cause, crashThatSays, deployCommand, wordsThat, type Cause, type Evidence, type Recognise } from '../evidence.js'

/** ECS can't act by a role of the service's stack. */
export const roleCauses: Recognise[] = [roleUnusable]

/**
 * In general: ECS's words are what there is. They come after all that knows more.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html
 */
export const notStartedCauses: Recognise[] = [pullFailed, notStarted]

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/troubleshooting-blue-green.html: those by which it shifts traffic as well */
function roleUnusable(evidence: Evidence): Cause | undefined {
  const why = wordsThat(
    evidence,
    /unable to assume (the )?role|trust relationship has been misconfigured|permissions policies have been misconfigured|missing permissions on ECS Infrastructure Role|\/(ecs-service-scheduler|ECSNetworkingWithELB) is not authorized/i,
  )
  if (why === undefined) return undefined
  const { service } = evidence
  const role = /role\/([\w+=,.@-]+)/.exec(why)?.[1]
  return cause('RoleUnusable', `ECS can't act by ${role ? `the role ${role}` : 'a role'} of ${service.name}`, {
    why,
    fix: [
      `somebody changed it by hand: aws iam get-role${role ? ` --role-name ${role}` : ''} tells whom it trusts`,
      deployCommand(evidence),
    ],
  })
}

function pullFailed(evidence: Evidence): Cause | undefined {
  const why = wordsThat(evidence, /CannotPull\w*Error|can(no|['’])t pull the image/i)
  if (why === undefined) return undefined
  return cause('ImagePullFailed', `the image of ${evidence.service.name} can't be pulled`, {
    why,
    fix: ['try again in some minutes, when its registry is disturbed', deployCommand(evidence)],
  })
}

function notStarted(evidence: Evidence): Cause | undefined {
  const { service, crashes, messages } = evidence
  const why =
    crashThatSays(crashes, /ResourceInitializationError|InternalError|EphemeralStorage provisioning|CannotCreateVolumeError/i)
      ?.reason ??
    crashes.find(({ task }) => task.stopCode === 'TaskFailedToStart')?.task.reason ??
    messages.find(text => /unable to place|failed to launch a task|could not launch|unable to stop or start tasks/i.test(text))
  if (why === undefined) return undefined
  return cause('TaskNotStarted', `ECS couldn't start a task of ${service.name}`, {
    why,
    fix: ["when that is AWS's own trouble, try again in some minutes", deployCommand(evidence)],
  })
}
