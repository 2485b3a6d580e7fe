import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from '@jest/globals'
import { readStory } from '../fakes/aws-script/story.js'
import { mm } from '../support/cli.js'
import { play } from './play.js'
import { repositories, storyRepository } from './story-repository.js'

const folder = fileURLToPath(new URL('.', import.meta.url))
const stories = readdirSync(folder)
  .filter(name => name.endsWith('.story'))
  .sort()

afterAll(() => repositories.forEach(repo => repo.remove()))

/** Throws for a line that isn't one. */
const eventsOf = (stderr: string) =>
  stderr
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as { type: string; at: string })

describe('--json: every line of stderr is an event, and stdout is one document', () => {
  test.each(stories)(
    '%s',
    async name => {
      const story = readStory(`${folder}${name}`)
      const { exit, stdout, stderr, left } = await play(story, storyRepository(story), { json: true })
      const events = eventsOf(stderr)
      for (const { type, at } of events) expect([type, new Date(at).toISOString()]).toEqual([expect.any(String), at])
      const document = JSON.parse(stdout) as { error?: { exit: number } }
      expect({ exit, left }).toEqual({ exit: story.expected.exit, left: story.expected.leaves })
      if (document.error) expect({ exit: document.error.exit }).toEqual({ exit })
      if (story.expected.error !== undefined) expect(document.error).toMatchObject({ code: story.expected.error })
      // It's told in both places.
      expect(events.filter(({ type }) => type === 'error').map(({ type: _, at: __, ...error }) => error)).toEqual(
        document.error ? [document.error] : [],
      )
    },
    60_000,
  )

  test.each([
    ['a command that is none', ['svc', 'deplyo', '--json'], 'UnknownCommand'],
    ['a flag that is none', ['svc', 'deploy', 'web', '--nope', '--json'], 'WrongUse'],
  ])('also for %s', async (_, args, code) => {
    const { exit, stdout, stderr } = await mm(args, { cwd: repositories[0]!.root })
    expect([exit, JSON.parse(stdout)]).toEqual([expect.any(Number), { error: expect.objectContaining({ code }) }])
    expect(eventsOf(stderr)).toMatchObject([{ type: 'error', code }])
  })

  test("also for Node's own warnings", async () => {
    const loaded = `data:text/javascript,${encodeURIComponent('process.once("beforeExit", () => process.emitWarning("mind this"))')}`
    const { stderr } = await mm(['svc', 'deplyo', '--json'], {
      cwd: repositories[0]!.root,
      env: { NODE_OPTIONS: `--import=${loaded}` },
    })
    expect(eventsOf(stderr)).toContainEqual(expect.objectContaining({ type: 'info', text: 'Warning: mind this' }))
  })
})
