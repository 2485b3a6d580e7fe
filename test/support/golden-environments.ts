import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Environment } from '../../src/manifest/environment.js'
import { readEnvironment } from '../../src/manifest/read-environment.js'
import type { Template } from '../../src/templates/cfn.js'
import { cdnTemplate, hasCdn } from '../../src/templates/cdn/cdn-template.js'
import { environmentTemplate } from '../../src/templates/environment/environment-template.js'

/** Manifests test/golden/environment/<case>.manifest.yml. */
export const environmentCases = ['dev', 'prod', 'nat-none', 'nat-single', 'imported', 'own-subnets', 'ec2'] as const
export type EnvironmentCase = (typeof environmentCases)[number]

export function goldenEnvironment(name: EnvironmentCase): Environment {
  const file = fileURLToPath(new URL(`../golden/environment/${name}.manifest.yml`, import.meta.url))
  return readEnvironment({ file: `${name}.manifest.yml`, text: readFileSync(file, 'utf8') }, 'eu-central-1')
}

export function goldenEnvironments(): Record<string, Template> {
  const prod = goldenEnvironment('prod')
  return {
    ...Object.fromEntries(
      environmentCases.map(name => {
        const environment = goldenEnvironment(name)
        return [`environment/${name}`, environmentTemplate(environment, { databases: ['db'], throughCdn: hasCdn(environment) })]
      }),
    ),
    ...(hasCdn(prod) ? { 'cdn/prod': cdnTemplate(prod) } : {}),
  }
}
