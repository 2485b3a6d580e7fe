import { isDeepStrictEqual } from 'node:util'
import { parse } from 'yaml'
import type { Template } from '../../templates/cfn.js'
import type { Boot } from '../../templates/database/member-of.js'

/**
 * The deployed boot script, as long as a deployment would change nothing else of what members start with; undefined when they restart anyway,
 * and where nothing of the kind is deployed. docs/decisions/0022 says why.
 * @param deployed the deployed template's text
 */
export function keptBoot(next: Template, deployed: string): Boot | undefined {
  const before = parse(deployed, { version: '1.1', logLevel: 'error' }) as Partial<Template> | null
  const { Body, Version = 'unknown' } = before?.Mappings?.['Boot']?.['Script'] ?? {}
  const same = isDeepStrictEqual(launchTemplates(next.Resources), launchTemplates(before?.Resources))
  return Body !== undefined && same ? { Body, Version } : undefined
}

/** As a parser gives them. */
const launchTemplates = (resources: Template['Resources'] = {}): unknown =>
  JSON.parse(JSON.stringify(Object.entries(resources).filter(([, { Type }]) => Type === 'AWS::EC2::LaunchTemplate')))
