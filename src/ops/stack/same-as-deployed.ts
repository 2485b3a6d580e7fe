import type { Proposal, Stack } from '../ports/cloudformation.js'
import { succeeded } from './stack-status.js'
import { withoutVersion } from './template-version.js'

/**
 * Whether an update would send the very template, parameters, tags and role that the stack has: then no change set needs to be made. Not so while
 * CloudFormation looks values up by itself at each update: those may have changed.
 * @param template that the stack has
 */
export function sameAsDeployed(proposal: Proposal, stack: Stack, template: string): boolean {
  const { body, parameters, tags, roleArn } = proposal
  if (!succeeded(stack.status) || body.includes('AWS::SSM::Parameter::Value')) return false
  const wanted = Object.entries(parameters).map(([name, value]) => [name, value ?? stack.parameters[name]] as const)
  return (
    equal(Object.fromEntries(wanted), stack.parameters) &&
    equal(tags, stack.tags) &&
    (roleArn === undefined || roleArn === stack.roleArn) &&
    withoutVersion(template) === withoutVersion(body)
  )
}

function equal(one: Record<string, string | undefined>, other: Record<string, string>): boolean {
  const names = Object.keys(one)
  return names.length === Object.keys(other).length && names.every(name => one[name] === other[name])
}
