import { readdirSync } from 'node:fs'
import { afterAll, describe, expect, test } from '@jest/globals'
import { fileURLToPath } from 'node:url'
import { readStory, type Story } from '../fakes/aws-script/story.js'
import { end } from './ends.js'
import { play } from './play.js'
import { repositories, storyRepository } from './story-repository.js'

const folder = fileURLToPath(new URL('.', import.meta.url))
const stories = readdirSync(folder)
  .filter(name => name.endsWith('.story'))
  .sort()

/** Plays every `parts`th of the stories, from this one on: Jest gives each file of tests a processor. */
export function tellStories(part: number, parts: number): void {
  afterAll(() => repositories.forEach(repo => repo.remove()))
  describe.each(stories.filter((_, i) => i % parts === part))('%s', name => {
    const story = readStory(`${folder}${name}`)
    test(story.title, () => playedAsExpected(story), 60_000)
  })
}

async function playedAsExpected(story: Story): Promise<void> {
  const { expected } = story
  const played = await play(story, storyRepository(story))
  inOrder(expected.says, played.stderr)
  inOrder(expected.prints, played.stdout)
  for (const text of expected.silent) expect(played.stderr).not.toContain(text)
  if (expected.error !== undefined) expect(played.stderr).toContain(`error code ${expected.error}`)
  expect(played.calls).toEqual(expect.arrayContaining(expected.calls))
  for (const action of expected.notCalled) expect(played.calls).not.toContain(action)
  if (expected.by !== undefined) expect(played.took).toBeLessThanOrEqual(expected.by)
  expect({ exit: played.exit }).toEqual({ exit: expected.exit })
  expect(played.left).toEqual(expected.leaves)
  const { is, was } = end(story, played)
  expect(is).toBe(was)
}

function inOrder(texts: string[], whole: string): void {
  let from = 0
  for (const text of texts) {
    const at = whole.indexOf(text, from)
    if (at === -1) throw new Error(`nowhere, or not in this order: "${text}"\n${whole}`)
    from = at + text.length
  }
}
