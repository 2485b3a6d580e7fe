import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from '@jest/globals'
import { readStory } from '../fakes/aws-script/story.js'
import { play } from './play.js'
import { withoutStandings } from './screen.js'
import { webRepository } from './web-repository.js'

const page = fileURLToPath(new URL('../../docs/failures.md', import.meta.url))
const repo = webRepository()
afterAll(() => repo.remove())

/** The commonest of them, as their stories are called. */
const commonest = ['crash', 'health-path', 'listens-on-loopback', 'image-of-another-platform', 'out-of-memory']

const introduction = `# What a failed deployment looks like

Recorded by the tests (\`test/stories\`), from the built command line against an AWS that follows a story; times, and the lines that tell how a rollout stands, are left out. Every cause that mm knows is in [errors.md](errors.md).
`

/** How many of them there are depends on the moments at which mm asks. */

// UPDATE_DOCS=1 writes it anew; the diff is then for a reviewer to read.
test('docs/failures.md shows the commonest failures as they are', async () => {
  const sections = [introduction]
  for (const name of commonest) {
    const story = readStory(fileURLToPath(new URL(`${name}.story`, import.meta.url)))
    const { screen } = await play(story, repo)
    sections.push(
      `## ${story.title}\n\n    $ mm ${story.command.join(' ')}\n${withoutStandings(screen).replace(/^(?=.)/gm, '    ')}\n`,
    )
  }
  const text = sections.join('\n')
  if (process.env['UPDATE_DOCS']) writeFileSync(page, text)
  expect(readFileSync(page, 'utf8')).toBe(text)
}, 120_000)
