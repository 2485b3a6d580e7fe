import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import { parseDocument } from 'yaml'
import { parseStory } from '../fakes/aws-script/story.js'
import { mm } from '../support/cli.js'
import { livingIn, openStory } from './play.js'
import { webRepository } from './web-repository.js'

const repo = webRepository()
afterAll(() => repo.remove())

const stop = 'EssentialContainerExited "Essential container in task exited"'
const story = [
  '$ mm svc deploy web --env dev --yes',
  '0s   :1 begins',
  '9s   task a :1 RUNNING',
  '10s  task a logs "Error: MONGODB_URI missing"',
  `10s  task a stops with 1: ${stop}`,
  '14s  task b :1 RUNNING',
  `15s  task b stops with 1: ${stop}`,
  '40s  ECS takes :1 back',
  'the next time',
  '0s   :2 begins',
  '9s   task c :2 RUNNING',
  '20s  :2 serves',
  'exit 0',
]

const policyOfLog = (template = '') =>
  parseDocument(template, { logLevel: 'silent' }).getIn(['Resources', 'LogGroup', 'DeletionPolicy'])

test('a first deployment that fails leaves its log and what mm kept of it, and the next one cleans up and succeeds', async () => {
  const aws = await openStory(parseStory(story.join('\n'), 'first-deployment.test.ts'), repo)
  const stack = () => aws.state.stacks.get('shop-dev-web')
  const deploy = () => mm(['svc', 'deploy', 'web', '--env', 'dev', '--yes'], { cwd: repo.root, ...livingIn(aws) })
  const deploys = join(repo.root, '.mm/deploys')
  const kept = (folder: string) =>
    readdirSync(join(deploys, folder)).map(name => [name, readFileSync(join(deploys, folder, name), 'utf8')])
  try {
    const first = await deploy()
    expect([first.exit, first.stderr]).toEqual([6, expect.stringContaining('error code ServiceCrashed')])
    expect(stack()?.status).toBe('CREATE_IN_PROGRESS')
    // A rollback takes away what has no such policy.
    expect(policyOfLog(stack()?.template)).toBe('Retain')
    const [folder = ''] = readdirSync(deploys)
    const record = kept(folder)
    expect(Object.fromEntries(record)).toMatchObject({
      'task-612e2e2e.log': 'Error: MONGODB_URI missing\n',
      'task-612e2e2e.json': expect.stringContaining('"exitCode": 1'),
      'task-622e2e2e.json': expect.stringContaining('"exitCode": 1'),
    })

    const second = await deploy()
    expect([second.exit, second.stdout]).toEqual([0, 'http://shop.example\n'])
    const steps = second.stderr.split('\n').filter(line => /^✔ (Wait|Delete|Create)/.test(line))
    expect(steps).toEqual([
      expect.stringContaining('Wait for shop-dev-web, which is in CREATE_IN_PROGRESS'),
      expect.stringContaining('Delete what is left of shop-dev-web (ROLLBACK_COMPLETE: its creation failed)'),
      expect.stringContaining('Create shop-dev-web'),
    ])
    expect(stack()?.status).toBe('CREATE_COMPLETE')
    expect(kept(folder)).toEqual(record)
    expect(aws.state.s3.objects.size).toBe(0)
  } finally {
    await aws.close()
  }
}, 60_000)
