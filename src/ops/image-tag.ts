import { createHash } from 'node:crypto'
import type { SourceState } from './ports/repository.js'

/** What an image is made by, besides its files. */
export interface Recipe {
  /** Relative to the repository's root. */
  dockerfile: string
  context: string
  target?: string
  args: Record<string, string>
  platform: string
}

/**
 * The tag of an image: the commit, when the files that it's built from differ from it also a hash of their content, and a hash of how it's built. The
 * same files built in the same way always get the same tag, so a tag never has to move (repositories are immutable).
 */
export function imageTag({ commit, dirty }: SourceState, recipe: Recipe): string {
  return [commit ?? 'uncommitted', ...(dirty === undefined ? [] : ['dirty', dirty]), recipeHash(recipe)].join('-')
}

/** The commit in a tag that imageTag made, or an earlier mm; undefined in any other. */
export const commitOf = (tag: string): string | undefined =>
  /^([0-9a-f]{7,40})(-dirty-[0-9a-f]{12})?(-[0-9a-f]{8})?$/.exec(tag)?.[1]

/** 8 hex digits; the order in which arguments are written is no matter. */
function recipeHash({ dockerfile, context, target, args, platform }: Recipe): string {
  const sorted = Object.entries(args).sort(([a], [b]) => (a < b ? -1 : 1))
  const text = JSON.stringify([dockerfile, context, target ?? null, platform, sorted])
  return createHash('sha256').update(text).digest('hex').slice(0, 8)
}
