import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from '@jest/globals'
import { readStory } from '../fakes/aws-script/story.js'
import { play } from './play.js'
import { threeServices, webRepository } from './web-repository.js'

const [one, three] = [webRepository(), threeServices()]
afterAll(() => [one, three].forEach(repo => repo.remove()))

const record = async (name: string, repo = one) => {
  const played = await play(readStory(fileURLToPath(new URL(`${name}.story`, import.meta.url))), repo, { json: true })
  const lines = played.stderr.split('\n').filter(line => line.startsWith('{'))
  return { ...played, events: lines.map(line => JSON.parse(line) as Record<string, unknown>) }
}

test('--json: stdout is one document, and stderr has what goes on, one event a line', async () => {
  const { stdout, events } = await record('good')
  expect(JSON.parse(stdout)).toMatchObject({
    service: 'web',
    status: 'updated',
    took: { phases: [{ name: 'change set' }, { name: 'rollout' }, { name: 'health' }] },
  })
  for (const { at } of events) expect(new Date(at as string).toISOString()).toBe(at)
  const step = 'Update shop-dev-web'
  expect(events).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ type: 'step', step, state: 'begins' }),
      expect.objectContaining({ type: 'step', step, state: 'done', seconds: expect.any(Number) }),
      expect.objectContaining({ type: 'resource', stack: 'shop-dev-web', resource: 'Service', status: 'UPDATE_COMPLETE' }),
      expect.objectContaining({
        type: 'rollout',
        service: 'web',
        revisions: [
          { revision: '42', desired: 2, running: 1, pending: 0, failed: 0 },
          { revision: '41', desired: 2, running: 2, pending: 0, failed: 0 },
        ],
      }),
    ]),
  )
  const rollouts = events
    .filter(({ type }) => type === 'rollout')
    .map(({ revisions, targets }) => JSON.stringify([revisions, targets]))
  expect(new Set(rollouts).size).toBe(rollouts.length)
}, 60_000)

test('--json: a revision that is deployed again', async () => {
  const { stdout, events } = await record('elsewhere-good')
  expect(JSON.parse(stdout)).toMatchObject({ service: 'web', status: 'redeployed', took: { phases: expect.any(Array) } })
  const step = 'Deploy revision 41 of web again'
  expect(events).toContainEqual(expect.objectContaining({ type: 'step', step, state: 'done' }))
  expect(events).toContainEqual(expect.objectContaining({ type: 'rollout', service: 'web' }))
}, 60_000)

test('--json: the plan and the comparison name both revisions', async () => {
  const arn = (revision: number) => `arn:aws:ecs:eu-central-1:123456789012:task-definition/shop-dev-web:${revision}`
  const redeploy = { taskDefinition: arn(41), running: arn(40), rollout: 'COMPLETED' }
  for (const name of ['elsewhere-plan', 'elsewhere-diff']) {
    const { stdout, exit } = await record(name)
    expect(exit).toBe(10)
    expect(JSON.parse(stdout)).toMatchObject({ changed: true, stacks: [{ changes: [], redeploy }] })
  }
}, 60_000)

test('--json: a failure is the one document on stdout, and its crash was an event before', async () => {
  const { stdout, events, exit } = await record('crash')
  expect(exit).toBe(6)
  expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'ServiceCrashed', exit: 6 } })
  expect(events).toContainEqual(expect.objectContaining({ type: 'step', step: 'Update shop-dev-web', state: 'failed' }))
  expect(events).toContainEqual(expect.objectContaining({ type: 'info', text: expect.stringMatching(/^task \w+ stopped: /) }))
}, 60_000)

test('--json: of several that are deployed at once each event says which it is of, and the document is the worst failure', async () => {
  const { stdout, events, exit } = await record('all-crash', three)
  expect(exit).toBe(6)
  expect(JSON.parse(stdout)).toMatchObject({
    parts: [
      { name: 'dev', status: 'unchanged' },
      { name: 'api', status: 'failed' },
      { name: 'jobs', status: 'updated', result: { took: { seconds: expect.any(Number) } } },
      { name: 'web', status: 'skipped', why: 'it needs api' },
    ],
    error: { code: 'ServiceCrashed', exit: 6 },
  })
  const rollouts = events.filter(({ type }) => type === 'rollout')
  expect(new Set(rollouts.map(({ of }) => of))).toEqual(new Set(['api', 'jobs']))
  for (const { of, service } of rollouts) expect(of).toBe(service)
  const ends = events.filter(({ type, state }) => type === 'step' && state !== 'begins')
  expect(ends.map(({ of, step, state }) => [of, step, state].join(' '))).toEqual(
    expect.arrayContaining(['api Update shop-dev-api failed', 'jobs Update shop-dev-jobs done']),
  )
  expect(events).not.toContainEqual(expect.objectContaining({ step: 'Update shop-dev-web' }))
}, 60_000)

test('--json: all that is in the way of a deployment is in one document, before anything was begun', async () => {
  const { stdout, events, exit, calls } = await record('preflight-fails')
  expect(exit).toBe(2)
  const { error } = JSON.parse(stdout) as { error: { why: string; suggestions: string[] } }
  expect(error).toMatchObject({
    code: 'PreflightFailed',
    exit: 2,
    message: "web can't be deployed to dev: 3 things are in the way",
  })
  expect(error.why.split('\n').filter(line => !line.startsWith(' '))).toEqual([
    "ECS can't assume the role shop-dev-web-ExecutionRole",
    "the role shop-dev-web-TaskRole isn't there any more",
    'web needs more vCPUs than the account may have on Fargate',
  ])
  expect(error.suggestions).toHaveLength(4)
  expect(events.filter(({ type }) => type === 'step')).toMatchObject([
    { step: 'Preflight', state: 'begins' },
    { step: 'Preflight', state: 'failed' },
  ])
  expect(events).toContainEqual(expect.objectContaining({ type: 'info', text: expect.stringMatching(/too few addresses/) }))
  expect(calls.filter(call => /^(Create|Execute|Put|Delete|Update)/.test(call))).toEqual([])
}, 60_000)
