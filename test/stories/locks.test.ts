import { afterAll, expect, test } from '@jest/globals'
import { parseStory } from '../fakes/aws-script/story.js'
import { mm } from '../support/cli.js'
import { environmentOf, openStory } from './play.js'
import { webRepository } from './web-repository.js'

const repo = webRepository()
afterAll(() => repo.remove())

const lines = [
  'given revision 41 with 2 tasks',
  '$ mm svc deploy web --env dev --yes',
  '0s   :42 begins',
  '9s   task a :42 RUNNING',
  '22s  task b :42 RUNNING',
  '30s  :42 serves',
  'exit 0',
]
const path = 'bucket/locks/shop-dev-web.json'

test('whoever deploys when the owner was killed waits for 20 seconds, and then for CloudFormation', async () => {
  const aws = await openStory(parseStory(lines.join('\n'), 'locks.test.ts'))
  try {
    const options = { cwd: repo.root, env: environmentOf(aws) }
    const killed = await mm(['svc', 'deploy', 'web', '--env', 'dev', '--yes'], {
      ...options,
      onStderr: (soFar, child) => void (soFar.includes('Update shop-dev-web') && child.kill('SIGKILL')),
    })
    expect(killed.exit).toBe('SIGKILL')
    const left = JSON.parse(aws.state.s3.objects.get(path)?.body ?? '{}') as object
    expect(left).toMatchObject({ owner: 'ci', command: 'mm svc deploy web --env dev --yes' })

    const at = aws.state.clock.now()
    const refused = await mm(['svc', 'deploy', 'web', '--env', 'dev', '--yes'], options)
    expect([refused.exit, refused.stderr]).toEqual([1, expect.stringContaining('shop-dev-web is locked by ci at ')])
    const next = await mm(['svc', 'deploy', 'web', '--env', 'dev', '--yes', '--lock-wait', '1m', '-m', 'again'], options)
    expect([next.exit, next.stderr]).toEqual([0, expect.stringContaining('was taken over: ci at ')])
    expect(aws.state.clock.now() - at).toBeLessThan(90_000)
    expect(aws.state.s3.objects.size).toBe(0)
  } finally {
    await aws.close()
  }
}, 60_000)

test('while one deploys, another reads who, and what for', async () => {
  const aws = await openStory(parseStory(lines.join('\n'), 'locks.test.ts'))
  try {
    const options = { cwd: repo.root, env: environmentOf(aws) }
    let asked: Promise<{ exit: unknown; stdout: string }> | undefined
    const first = await mm(['svc', 'deploy', 'web', '--env', 'dev', '--yes', '-m', 'a fix'], {
      ...options,
      onStderr: soFar => void (soFar.includes('Update shop-dev-web') && (asked ??= mm(['lock', 'status', '--json'], options))),
    })
    expect(first.exit).toBe(0)
    const { exit, stdout } = (await asked) ?? { exit: 'never asked', stdout: '{}' }
    expect(exit).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      locks: [
        {
          stack: 'shop-dev-web',
          owner: 'ci',
          message: 'a fix',
          expired: false,
          command: 'mm svc deploy web --env dev --yes -m a fix',
        },
      ],
    })
    const after = await mm(['lock', 'status', '--env', 'dev'], options)
    expect(after.stdout).toBe('nothing is locked\n')
  } finally {
    await aws.close()
  }
}, 60_000)
