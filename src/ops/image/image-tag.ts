import { createHash } from 'node:crypto'
import type { SourceState } from '../ports/repository.js'

/** What an image is made by, besides its files. */
export interface Recipe {
  /** Relative to the repository's root. */
  dockerfile: string
  context: string
  target?: string
  args: Record<string, string>
  platform: string
}

/** What a tag says. */
export interface TagParts {
  /** Absent: there was none yet. */
  commit?: string
  /** Of files that differ from the commit: 12 hex digits. */
  dirty?: string
  /** See contentHash. */
  content: string
  /** 1, unless it was built anew of the same content. */
  build: number
}

/**
 * The tag of an image: the commit, when the files that it's built from differ from it also a hash of their content, and a hash of what the commit has
 * of them and how it's built. Built anew, it gets `-r2`, `-r3` and so on. So a tag never has to move (repositories are immutable).
 */
export function imageTag(source: SourceState, recipe: Recipe, build = 1): string {
  const again = build > 1 ? [`r${build}`] : []
  return [...commitParts(source), contentHash(source, recipe), ...again].join('-')
}

/** The tag that an earlier mm gave to an image of the very commit: its last part is of the recipe alone. */
export const earlierTag = (source: SourceState, recipe: Recipe): string =>
  [...commitParts(source), hash(recipeText(recipe)).slice(0, 8)].join('-')

const commitParts = ({ commit, dirty }: SourceState) => [
  commit ?? 'uncommitted',
  ...(dirty === undefined ? [] : ['dirty', dirty]),
]

/**
 * 12 hex digits, the same for two commits that have the same files and build them alike: an image of one is an image of the other, so chance must not
 * make two alike. Without a tree the commit stands for it.
 */
export const contentHash = ({ commit, tree }: SourceState, recipe: Recipe): string =>
  hash(JSON.stringify([recipeText(recipe), tree ?? commit ?? null])).slice(0, 12)

/** Undefined for a tag that imageTag didn't make. */
export function tagParts(tag: string): TagParts | undefined {
  const match = /^([0-9a-f]{7,40}|uncommitted)(?:-dirty-([0-9a-f]{12}))?-([0-9a-f]{12})(?:-r(\d+))?$/.exec(tag)
  if (!match) return undefined
  const [, commit = '', dirty, content = '', build = '1'] = match
  return {
    ...(commit === 'uncommitted' ? {} : { commit }),
    ...(dirty === undefined ? {} : { dirty }),
    content,
    build: Number(build),
  }
}

/** The commit in a tag that imageTag made, or an earlier mm; undefined in any other. */
export const commitOf = (tag: string): string | undefined =>
  tagParts(tag)?.commit ?? /^([0-9a-f]{7,40})(-dirty-[0-9a-f]{12})?(-[0-9a-f]{8})?$/.exec(tag)?.[1]

/** Whether it's of files that weren't committed. The registry's lifecycle rule has the same pattern. */
export const isDirty = (tag: string): boolean => tag.includes('-dirty-')

/** The order in which arguments are written is no matter. */
function recipeText({ dockerfile, context, target, args, platform }: Recipe): string {
  const sorted = Object.entries(args).sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([dockerfile, context, target ?? null, platform, sorted])
}

const hash = (text: string) => createHash('sha256').update(text).digest('hex')
