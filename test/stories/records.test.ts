import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { parseStory } from '../fakes/aws-script/story.js'
import type { Repository } from '../support/repository.js'
import { play } from './play.js'
import { webRepository } from './web-repository.js'

let repo: Repository
beforeEach(() => void (repo = webRepository()))
afterEach(() => repo.remove())

const before = ['given revision 41 with 2 tasks', '$ mm svc deploy web --env dev --yes --no-fail-fast', '0s :42 begins']
const rolledBack = ['60s ECS takes :42 back to :41', 'exit 6']

/** Plays it, and resolves to what a person saw, and what is kept by then. */
async function kept(...lines: string[]) {
  const { screen, exit } = await play(parseStory([...before, ...lines, ...rolledBack].join('\n'), 'records.test.ts'), repo)
  const folder = join(repo.root, '.mm/deploys/20261124-120000-web')
  const read = (name: string) => readFileSync(join(folder, name), 'utf8')
  return { screen, exit, names: readdirSync(folder).sort(), read }
}

const logs = (task: string, from: number, to: number, at: string) =>
  Array.from({ length: to - from + 1 }, (_, i) => `${at} task ${task} logs "${task}: line ${from + i}"`)
const said = (task: string, from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => `${task}: line ${from + i}`)

test('of a crash, 20 lines of that task are shown and its last 50 are kept, also those that come when all is over', async () => {
  const { screen, exit, names, read } = await kept(
    '9s task a :42 RUNNING',
    '9s task b :42 RUNNING',
    ...logs('a', 1, 70, '10s'),
    ...logs('b', 1, 5, '10s'),
    '10s task a stops with 1: EssentialContainerExited "Essential container in task exited"',
    '11s task b stops with 2: EssentialContainerExited "Essential container in task exited"',
    ...logs('a', 71, 72, '18s'),
  )
  expect(exit).toBe(6)
  expect(names).toEqual(['task-612e2e2e.json', 'task-612e2e2e.log', 'task-622e2e2e.json', 'task-622e2e2e.log'])
  expect(read('task-612e2e2e.log').trimEnd().split('\n')).toEqual(said('a', 23, 72))
  expect(read('task-622e2e2e.log').trimEnd().split('\n')).toEqual(said('b', 1, 5))
  expect(JSON.parse(read('task-622e2e2e.json'))).toMatchObject({
    reason: 'Essential container in task exited',
    containers: [{ name: 'web', exitCode: 2 }],
  })
  const [shown, error = ''] = screen.split('✖ Update')
  expect(shown?.match(/[ab]: line \d+/g)).toEqual(said('a', 51, 70))
  expect(error.match(/[ab]: line \d+/g)).toEqual(said('a', 53, 72))
}, 60_000)

test('tasks that ECS stops for their health, or since they are not needed, are kept with their exit codes', async () => {
  const { names, read } = await kept(
    '9s task a :42 RUNNING',
    '9s task b :42 RUNNING',
    '10s task b logs "listening"',
    '30s task a stops with 137: ServiceSchedulerInitiated "Task failed container health checks"',
    '40s task b stops with 143: ServiceSchedulerInitiated "Scaling activity initiated by (deployment ecs-svc/42)"',
  )
  expect(names).toEqual(['task-612e2e2e.json', 'task-622e2e2e.json', 'task-622e2e2e.log'])
  const codes = ['task-612e2e2e.json', 'task-622e2e2e.json'].map(
    name => (JSON.parse(read(name)) as { containers: { exitCode: number }[] }).containers[0]?.exitCode,
  )
  expect(codes).toEqual([137, 143])
  expect(read('task-622e2e2e.log')).toBe('listening\n')
}, 60_000)

test('where logs may not be read, what ECS says of the task is kept all the same', async () => {
  const { names } = await kept(
    '0s FilterLogEvents fails: AccessDeniedException "User: ci is not authorized to perform: logs:FilterLogEvents"',
    '9s task a :42 RUNNING',
    '10s task a stops with 1: EssentialContainerExited "Essential container in task exited"',
  )
  expect(names).toEqual(['task-612e2e2e.json'])
}, 60_000)
