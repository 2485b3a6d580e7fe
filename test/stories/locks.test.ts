import { afterAll, expect, test } from '@jest/globals'
import { parseStory } from '../fakes/aws-script/story.js'
import { mm } from '../support/cli.js'
import { livingIn, openStory } from './play.js'
import { threeServices, webRepository } from './web-repository.js'

const [repo, three] = [webRepository(), threeServices()]
afterAll(() => [repo, three].forEach(each => each.remove()))

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
    const options = { cwd: repo.root, ...livingIn(aws) }
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
    const options = { cwd: repo.root, ...livingIn(aws) }
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

test('mm deploy waits for one lock without holding any other, and then has them all until its parts are over', async () => {
  const story = [
    'given revision 41 with 1 task',
    'given api at revision 7 with 1 task',
    'first api: ben takes the lock',
    '$ mm deploy --env dev --only api --only web --yes --lock-wait 10m',
    '0s   api: :8 begins',
    '9s   api: task a :8 RUNNING',
    '12s  api: :8 serves',
    '0s   :42 begins',
    '9s   task b :42 RUNNING',
    '12s  :42 serves',
    'exit 0',
  ]
  const parsed = parseStory(story.join('\n'), 'locks.test.ts')
  const aws = await openStory(parsed, three)
  const { objects } = aws.state.s3
  const locks = () => [...objects.keys()].map(path => path.replace(/^bucket\/locks\/(.*)\.json$/, '$1')).sort()
  try {
    let waiting: string[] | undefined
    const held = new Set<string>()
    const { exit, stderr } = await mm(parsed.command, {
      cwd: three.root,
      ...livingIn(aws),
      onStderr: soFar => {
        if (soFar.includes('… Update shop-dev-api')) held.add(locks().join())
        if (waiting || !soFar.includes('Wait for the lock of shop-dev-api, held by ben at desk')) return
        waiting = locks()
        objects.delete('bucket/locks/shop-dev-api.json')
      },
    })
    expect([exit, stderr]).toEqual([0, expect.stringContaining('✔ Update shop-dev-web')])
    expect(waiting).toEqual(['shop-dev-api'])
    expect(held).toContain('shop-dev-api,shop-dev-web')
    expect(locks()).toEqual([])
  } finally {
    await aws.close()
  }
}, 60_000)
