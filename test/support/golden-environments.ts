import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Environment } from '../../src/manifest/environment.js'
import { readEnvironment } from '../../src/manifest/read-environment.js'
import type { Template } from '../../src/templates/cfn.js'
import { environmentTemplate } from '../../src/templates/environment/environment-template.js'

/** Manifests test/golden/environment/<case>.manifest.yml. */
export const environmentCases = ['dev', 'prod', 'nat-none', 'nat-single', 'imported', 'own-subnets', 'ec2'] as const
export type EnvironmentCase = (typeof environmentCases)[number]

export function goldenEnvironment(name: EnvironmentCase): Environment {
  const file = fileURLToPath(new URL(`../golden/environment/${name}.manifest.yml`, import.meta.url))
  return readEnvironment({ file: `${name}.manifest.yml`, text: readFileSync(file, 'utf8') }, 'eu-central-1')
}

export const goldenEnvironments = (): Record<string, Template> =>
  Object.fromEntries(
    environmentCases.map(name => [`environment/${name}`, environmentTemplate(goldenEnvironment(name), { databases: ['db'] })]),
  )
