import type { SourceState } from './ports/repository.js'

/**
 * The tag of an image: the commit, and when the files of its build context differ from it also a hash of their content. The same
 * files always get the same tag, so a tag never has to move (repositories are immutable).
 */
export function imageTag({ commit, dirty }: SourceState): string {
  return [commit ?? 'uncommitted', ...(dirty === undefined ? [] : ['dirty', dirty])].join('-')
}
