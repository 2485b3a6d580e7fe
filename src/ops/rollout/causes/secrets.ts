import {
  both,
  cause,
  deployCommand,
  manifestOf,
  noRight,
  wordsThat,
  type Cause,
  type Evidence,
  type Recognise,
} from '../evidence.js'

/**
 * What the task needs before it starts can't be read, or its log not be written. Fargate calls that ResourceInitializationError; on EC2 the agent's own words stand alone.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/resource-initialization-error.html
 */
export const secretCauses: Recognise[] = [logDenied, logMissing, secretMissing, keyMissing, secretDenied]

const ofLog = /log(ging driver|ger args| group| ?stream)|logs:/
const ofSecret = /secret from|secrets from|secret data|secrets? ?manager|\basm\b|\bssm\b|\bkms\b/

function secretMissing(evidence: Evidence): Cause | undefined {
  const why = wordsThat(
    evidence,
    both(
      ofSecret,
      /can(no|['’])t find the specified secret|can(no|['’])t retrieve the secret|ResourceNotFoundException|invalid (ssm )?parameters|ParameterNotFound|marked for deletion/,
    ),
  )
  if (why === undefined) return undefined
  return cause('SecretMissing', `${evidence.service.name} needs ${named(why)}, which isn't there`, {
    why,
    fix: [
      `deploy what makes it first (mm db deploy --env ${evidence.env} makes the database's), or name another one in ${manifestOf(evidence)}`,
      deployCommand(evidence),
    ],
  })
}

/** An ARN, or the parameters' paths, in the words of AWS. */
function named(reason: string): string {
  const parameters = /invalid (?:ssm )?parameters:? ?([^\s"']+)/i.exec(reason)?.[1]
  if (parameters !== undefined) return `the parameter ${parameters}`
  return /arn:aws[\w-]*:(?:secretsmanager|ssm)[^\s"',]*/i.exec(reason)?.[0] ?? 'a secret'
}

function keyMissing(evidence: Evidence): Cause | undefined {
  const why = wordsThat(evidence, /did not contain json key|invalid character .* looking for beginning of value/i)
  if (why === undefined) return undefined
  return cause('SecretKeyMissing', `a secret of ${evidence.service.name} hasn't the key that it asks for`, {
    why,
    fix: [`the key that the secret has, in ${manifestOf(evidence)}`],
  })
}

function secretDenied(evidence: Evidence): Cause | undefined {
  const why = wordsThat(evidence, both(ofSecret, noRight))
  if (why === undefined) return undefined
  const ofKey = /Access to KMS|master key|kms:/i.test(why)
  const action =
    /perform: ((?:secretsmanager|ssm|kms):\w+)/.exec(why)?.[1] ??
    (ofKey ? 'the key of its secrets (kms:Decrypt)' : 'what it needs')
  return cause('SecretDenied', `the execution role of ${evidence.service.name} may not use ${action}`, {
    why,
    fix: [
      ofKey
        ? "the policy of the secret's key must allow the role kms:Decrypt; see whether a permissions boundary or an organisation policy denies it"
        : 'see whether a permissions boundary, an organisation policy, the policy of the secret or that of its key denies it',
      deployCommand(evidence),
    ],
  })
}

function logDenied(evidence: Evidence): Cause | undefined {
  const why = wordsThat(evidence, both(ofLog, noRight))
  if (why === undefined) return undefined
  const action = /perform: (logs:\w+)/.exec(why)?.[1] ?? 'logs:CreateLogStream'
  return cause('LogDenied', `the execution role of ${evidence.service.name} may not write its log (${action})`, {
    why,
    fix: [
      `see whether a permissions boundary, an organisation policy or an endpoint's policy denies ${action} to it`,
      deployCommand(evidence),
    ],
  })
}

/**
 * AWS says that it can't find the log group also where it couldn't ask for it: then the way to it is missing.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/resource-initialization-error.html
 */
function logMissing(evidence: Evidence): Cause | undefined {
  const why = wordsThat(
    evidence,
    /^(?![\s\S]*connection issue)[\s\S]*(log group does not exist|cannot find the Amazon CloudWatch log group|failed to initialize logging driver\W*$)/i,
  )
  if (why === undefined) return undefined
  return cause('LogGroupMissing', `the log group of ${evidence.service.name} isn't there, and without it ECS starts no task`, {
    why,
    fix: [
      "somebody deleted it by hand: make it again with the stack's name for it (mm svc show --resources), then deploy",
      deployCommand(evidence),
    ],
  })
}
