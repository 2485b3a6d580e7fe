import { expect, test } from '@jest/globals'
import { parseStory } from '../fakes/aws-script/story.js'
import { environmentOf, openStory } from '../stories/play.js'
import { webRepository } from '../stories/web-repository.js'
import { terminal } from './screen.js'

const path = 'bucket/locks/shop-dev-web.json'

test('while the question is open the stack is locked; after Ctrl-C it is free, and nothing is left behind', async () => {
  const story = parseStory('given revision 41 with 2 tasks\n$ mm svc deploy web\nexit 130', 'lock.test.ts')
  const aws = await openStory(story)
  const repo = webRepository()
  try {
    const screen = terminal(['svc', 'deploy', 'web'], {
      cwd: repo.root,
      env: { ...environmentOf(aws), AWS_CONFIG_FILE: '/dev/null' },
    })
    await screen.shows(/Make these changes\?/)
    const asked = aws.state.clock.now()
    // Time goes on, far beyond the lease: heartbeats keep it.
    while (aws.state.clock.now() < asked + 60_000) await new Promise(resolve => setImmediate(resolve))
    const { modified = 0 } = aws.state.s3.objects.get(path) ?? {}
    expect(aws.state.clock.now() - modified).toBeLessThan(20_000)

    screen.type('\u0003')
    expect(await screen.ended).toBe(130)
    expect(screen.text()).toContain('nothing happened')
    expect(aws.state.s3.objects.size).toBe(0)
    expect(aws.actions()).toEqual(expect.arrayContaining(['DeleteChangeSet', 'DeleteObject']))
    expect(aws.actions()).not.toContain('ExecuteChangeSet')
  } finally {
    repo.remove()
    await aws.close()
  }
}, 60_000)
