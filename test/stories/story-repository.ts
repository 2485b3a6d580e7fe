import type { Story } from '../fakes/aws-script/story.js'
import { threeServices, webRepository } from './web-repository.js'

// Not in beforeAll: Jest starts concurrent tests before it.
const [one, three] = [webRepository(), threeServices()]

/** For whoever has used them to remove. */
export const repositories = [one, three]

/** A story that speaks of other services, too, happens where there are others. */
export const storyRepository = ({ before }: Story) => (before.size > 1 ? three : one)
