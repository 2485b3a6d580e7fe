import { cause, crashThatSays, deployCommand, manifestOf, type Evidence, type Recognise } from '../evidence.js'

/**
 * What the task needs before it starts can't be read. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/resource-initialization-error.html
 */
export const secretCauses: Recognise[] = [logMissing, secretMissing, keyMissing, secretDenied]

const initialising = (pattern: RegExp) => new RegExp(`ResourceInitializationError[\\s\\S]*(${pattern.source})`, 'i')

/** An ARN, or a parameter's path, in the words of AWS. */
const named = (reason: string) =>
  /arn:aws[\w-]*:(?:secretsmanager|ssm)[^\s"',]*|\binvalid ssm parameters:? ?([^\s"',]+)/i.exec(reason)?.[0] ?? 'a secret'

function secretMissing(evidence: Evidence) {
  const found = crashThatSays(
    evidence.crashes,
    initialising(/can't find the specified secret|ResourceNotFoundException|invalid ssm parameters|ParameterNotFound/),
  )
  if (!found) return undefined
  return cause('SecretMissing', `${evidence.service.name} needs ${named(found.reason)}, which isn't there`, {
    why: found.reason,
    fix: [
      `deploy what makes it first (mm db deploy --env ${evidence.env} makes the database's), or name another one in ${manifestOf(evidence)}`,
      deployCommand(evidence),
    ],
  })
}

function keyMissing(evidence: Evidence) {
  const found = crashThatSays(
    evidence.crashes,
    initialising(/did not contain json key|invalid character .* looking for beginning of value/),
  )
  if (!found) return undefined
  return cause('SecretKeyMissing', `a secret of ${evidence.service.name} hasn't the key that it asks for`, {
    why: found.reason,
    fix: [`the key that the secret has, in ${manifestOf(evidence)}`],
  })
}

function secretDenied(evidence: Evidence) {
  const found = crashThatSays(
    evidence.crashes,
    initialising(/AccessDenied[\s\S]*(secretsmanager|ssm|kms):|not authorized to perform: (secretsmanager|ssm|kms):/),
  )
  if (!found) return undefined
  const action = /perform: ((?:secretsmanager|ssm|kms):\w+)/.exec(found.reason)?.[1] ?? 'what it needs'
  return cause('SecretDenied', `the execution role of ${evidence.service.name} may not use ${action}`, {
    why: found.reason,
    fix: [
      'see whether a permissions boundary, an organisation policy, the policy of the secret or that of its key denies it',
      deployCommand(evidence),
    ],
  })
}

function logMissing(evidence: Evidence) {
  const found = crashThatSays(
    evidence.crashes,
    initialising(/validate logger args|log group does not exist|failed to create Cloudwatch log stream/),
  )
  if (!found) return undefined
  return cause('LogGroupMissing', `the log group of ${evidence.service.name} isn't there, and without it ECS starts no task`, {
    why: found.reason,
    fix: [
      "somebody deleted it by hand: make it again with the stack's name for it (mm svc show --resources), then deploy",
      deployCommand(evidence),
    ],
  })
}
