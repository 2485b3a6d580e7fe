import { z } from 'zod'
import type { App } from './app.js'
import { checkShape } from './check.js'
import { parseYaml, type Source } from './source.js'

/** The name becomes part of stack, repository and DNS names, which are the strictest. */
export const appNameRule = '2-20 lower case letters, digits or hyphens, starting with a letter and not ending with a hyphen'
export const isAppName = (name: string): boolean => /^[a-z][a-z0-9-]{0,18}[a-z0-9]$/.test(name)

export const isRegion = (name: string): boolean => /^[a-z]{2,3}(-[a-z]+)+-\d$/.test(name)

const shape = z.strictObject({
  name: z.string().refine(isAppName, { message: `it must be ${appNameRule}` }),
  region: z.string().refine(isRegion, { message: 'it must be a region of AWS, such as eu-central-1' }),
  tags: z
    .record(
      z.string().refine(key => !/^(mm:|aws:)/.test(key), { message: 'tags that start with mm: or aws: are taken' }),
      z.string(),
    )
    .optional(),
})

/** Throws BadYaml or BadManifest (exit 2). */
export function readApp(source: Source): App {
  const { tags = {}, ...app } = checkShape(shape, parseYaml(source), ['name', 'region', 'tags'])
  return { ...app, tags }
}
