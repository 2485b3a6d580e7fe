import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Guess } from '../ops/init/plan.js'

/**
 * The region that AWS's own tools would take: of the environment, else of the profile in the shared configuration.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-region.html
 */
export function awsRegion(environment: Record<string, string | undefined>): Guess<string> | undefined {
  for (const name of ['AWS_REGION', 'AWS_DEFAULT_REGION']) {
    const value = environment[name]
    if (value) return { value, because: name }
  }
  const file = environment['AWS_CONFIG_FILE'] ?? join(homedir(), '.aws/config')
  const profile = environment['AWS_PROFILE'] ?? 'default'
  const value = regionOf(textOf(file), profile)
  return value === undefined ? undefined : { value, because: `the profile ${profile} in ${file}` }
}

/** What can't be read has no region: it's then asked for. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

function regionOf(text: string, profile: string): string | undefined {
  let section = ''
  for (const line of text.split(/\r?\n/)) {
    section = /^\s*\[\s*(?:profile\s+)?(.+?)\s*\]/.exec(line)?.[1] ?? section
    const region = section === profile ? /^region\s*=\s*(\S+)/.exec(line)?.[1] : undefined
    if (region !== undefined) return region
  }
  return undefined
}
