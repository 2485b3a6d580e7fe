import type { Story } from '../fakes/aws-script/story.js'
import { threeServices, webRepository } from './web-repository.js'

// Not in beforeAll: Jest starts concurrent tests before it.
const [one, three] = [webRepository(), threeServices()]

/** For whoever has used them to remove. */
export const repositories = [one, three]

/** A story that speaks of other services, too, happens where there are others; one with a manifest of its own in a repository of its own. */
export function storyRepository({ before, manifest }: Story) {
  if (manifest.length === 0) return before.size > 1 ? three : one
  const own = webRepository(manifest)
  repositories.push(own)
  return own
}
