import { MmError, exitCodes } from '../errors.js'
import { cleaned } from './clean-message.js'

interface Details {
  why: string
  fix: string[]
  more?: string
  cause: unknown
}

/** What the SDK's chain of credentials says when it has found none. */
export function credentialsError(message: string, cause: unknown): MmError {
  if (/token is expired|session .*expired|sso session|re-?authenticate/i.test(message)) return ssoExpired(message, cause)
  const profile = /profile \[?([^\s\]]+)\]? (?:could not be found|was not found)/i.exec(message)?.[1]
  if (profile) {
    const fix = [`aws configure --profile ${profile}`, 'or set AWS_PROFILE to a profile of ~/.aws/config']
    return accessError('NoCredentials', `there is no AWS profile ${profile}`, { why: cleaned(message), fix, cause })
  }
  return accessError('NoCredentials', 'there are no AWS credentials', {
    why: "neither the environment (AWS_ACCESS_KEY_ID, AWS_PROFILE) nor ~/.aws nor this machine's role has any",
    fix: ['aws configure sso', 'or set AWS_PROFILE to a profile of ~/.aws/config'],
    cause,
  })
}

const ssoExpired = (message: string, cause: unknown) =>
  accessError('CredentialsExpired', 'the SSO session has expired', { why: cleaned(message), fix: [ssoLogin()], cause })

export const expiredError = (message: string, cause: unknown) =>
  accessError('CredentialsExpired', 'the AWS credentials have expired', {
    why: cleaned(message),
    fix: [ssoLogin(), 'or set fresh AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN'],
    cause,
  })

export const unknownCredentials = (message: string, cause: unknown) =>
  accessError('CredentialsInvalid', "AWS doesn't know these credentials", {
    why: cleaned(message),
    fix: ['aws sts get-caller-identity', 'aws configure'],
    cause,
  })

/** The action that is missing: most services name it in the message; else it's the one that was asked. */
export function deniedError(message: string, action: string, cause: unknown): MmError {
  const named = /perform:? ([a-z0-9-]+:[A-Za-z]+)/.exec(message)?.[1] ?? action
  const resource = /on (?:the )?resource:? (\S+?)[.,]?(?:\s|$)/.exec(message)?.[1]
  return accessError('AccessDenied', `AWS denies ${named}`, {
    why: cleaned(message),
    fix: [`ask for permission to ${named}${resource ? ` on ${resource}` : ''}`],
    more: 'docs/permissions.md: what mm asks for, and the policies that have it',
    cause,
  })
}

function ssoLogin(): string {
  const profile = process.env['AWS_PROFILE']
  return profile ? `aws sso login --profile ${profile}` : 'aws sso login'
}

const accessError = (code: string, message: string, details: Details) =>
  new MmError(code, message, { ...details, exitCode: exitCodes.access })
