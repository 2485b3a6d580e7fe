import { afterAll, describe, expect, test } from '@jest/globals'
import { parseStory } from '../fakes/aws-script/story.js'
import { play } from './play.js'
import { webRepository } from './web-repository.js'

const repo = webRepository()
afterAll(() => repo.remove())

const story = parseStory(
  [
    'given revision 41 with 2 tasks',
    '$ mm svc deploy web --env dev --yes',
    '0s   :42 begins',
    '9s   mm gets SIGTERM',
    '60m  :42 serves',
    'exit 143',
  ].join('\n'),
  'overdue.test.ts',
)
/** Loaded into mm, so that nothing in it heeds an interruption. */
const deaf = `data:text/javascript,${encodeURIComponent(`
  const { abort } = AbortController.prototype
  AbortController.prototype.abort = function (reason) {
    if (!/^interrupted by/.test(reason?.message)) abort.call(this, reason)
  }
`)}`

describe('a command that does not end after a signal', () => {
  test('is ended, with a last word', async () => {
    const { exit, stderr } = await play(story, repo, { imports: deaf })
    expect([exit, stderr]).toEqual([143, expect.stringContaining('state  what AWS was told to do goes on')])
    expect(stderr).toContain('error code Interrupted')
  })

  test('with --json by the document', async () => {
    const { exit, stdout } = await play(story, repo, { json: true, imports: deaf })
    expect(exit).toBe(143)
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'Interrupted', exit: 143 } })
  })
})
