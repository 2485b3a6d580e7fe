import { readdirSync } from 'node:fs'
import { afterAll, describe, expect, test } from '@jest/globals'
import { fileURLToPath } from 'node:url'
import { readStory } from '../fakes/aws-script/story.js'
import { play } from './play.js'
import { webRepository } from './web-repository.js'

const folder = fileURLToPath(new URL('.', import.meta.url))
const stories = readdirSync(folder)
  .filter(name => name.endsWith('.story'))
  .sort()

// Not in beforeAll: Jest starts concurrent tests before it.
const repo = webRepository()
afterAll(() => repo.remove())

describe.each(stories)('%s', name => {
  const story = readStory(`${folder}${name}`)
  const { expected } = story

  test(
    story.title,
    async () => {
      const played = await play(story, repo)
      let from = 0
      for (const text of expected.says) {
        const at = played.stderr.indexOf(text, from)
        if (at === -1) throw new Error(`nowhere, or not in this order: "${text}"\n${played.stderr}`)
        from = at + text.length
      }
      for (const text of expected.silent) expect(played.stderr).not.toContain(text)
      if (expected.error !== undefined) expect(played.stderr).toContain(`error code ${expected.error}`)
      expect(played.calls).toEqual(expect.arrayContaining(expected.calls))
      for (const action of expected.notCalled) expect(played.calls).not.toContain(action)
      if (expected.by !== undefined) expect(played.took).toBeLessThanOrEqual(expected.by)
      expect({ exit: played.exit }).toEqual({ exit: expected.exit })
    },
    60_000,
  )
})
