import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from '@jest/globals'
import { readStory } from '../fakes/aws-script/story.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const page = readFileSync(`${root}/docs/errors.md`, 'utf8')
/** Stories by their error codes, as the page has them. */
const rows = [...page.matchAll(/^\| \[.*\]\(\.\.\/test\/stories\/([\w-]+)\.story\) \| (\w+) \| (\d+) \|$/gm)].map(
  ([, story = '', code = '', exit = '']) => ({ story, code, exit: Number(exit) }),
)

/** What a deployment fails by, and which stories play it: none of these may go untold. */
const list: [what: string, code: string, stories: string[]][] = [
  ['image missing', 'ImageNotFound', ['image-missing']],
  ['wrong platform', 'ImageWrongPlatform', ['image-of-another-platform', 'exec-format-error']],
  ['cannot pull: the role may not', 'ImagePullDenied', ['image-denied-to-role', 'image-denied-on-an-instance']],
  ['cannot pull: the registry lets nobody', 'ImagePullDenied', ['image-denied']],
  ['cannot pull: no route out', 'NoWayOut', ['no-way-out', 'no-way-to-secrets', 'no-way-to-logs', 'told-by-the-service']],
  ['secret missing', 'SecretMissing', ['secret-missing']],
  ['parameter missing', 'SecretMissing', ['parameter-missing']],
  [
    'no permission for a secret, a parameter, their key',
    'SecretDenied',
    ['secret-denied', 'parameter-denied', 'secret-denied-by-its-key'],
  ],
  ['crash at start: exit code and last line', 'ServiceCrashed', ['crash', 'crash-of-the-first']],
  ['crash at start: signal', 'ServiceKilled', ['signal', 'killed']],
  ['crash at start: ends without an error', 'ServiceEnded', ['ends-by-itself']],
  ['out of memory', 'OutOfMemory', ['out-of-memory', 'out-of-memory-for-its-cpu', 'heap-out-of-memory']],
  ['health check: wrong path', 'HealthCheckAnswer', ['health-path']],
  ['health check: status code', 'HealthCheckAnswer', ['health-status', 'health-redirect']],
  ['health check: wrong port', 'WrongPort', ['wrong-port']],
  ['health check: listens on 127.0.0.1', 'ListensOnLoopback', ['listens-on-loopback']],
  ['health check: too slow to answer', 'HealthCheckTimeout', ['health-too-slow']],
  ['health check: too slow to start', 'StartsTooSlowly', ['starts-too-slowly']],
  ['port never opened', 'PortNotOpen', ['port-never-opened', 'database-away']],
  ['no capacity: Fargate', 'NoCapacity', ['no-capacity', 'ill-before']],
  ['no capacity: instances', 'NoInstance', ['no-instance']],
  ['subnet out of addresses', 'SubnetFull', ['subnet-full']],
  ['quota', 'QuotaReached', ['quota']],
  ['alarm fired', 'AlarmFired', ['alarm', 'alarm-after-a-crash', 'alarm-while-shifting']],
  ['alarm fired at the end', 'AlarmsNotQuiet', ['alarm-at-the-end']],
  ['circuit breaker', 'CircuitBreaker', ['circuit-breaker']],
  ['CloudFormation resource failed, the first cause', 'StackRolledBack', ['resource-failed']],
  ['stack stuck before', 'StackStuck', ['stuck-before']],
  ['stack stuck by it', 'StackFailed', ['stuck']],
  ['throttled', 'Throttled', ['throttled-for-good']],
  ['credentials expired midway', 'CredentialsExpired', ['credentials-expire', 'elsewhere-credentials-expire']],
  ['connection lost midway', 'NetworkUnreachable', ['connection-lost', 'connection-lost-at-once']],
  ['stopped by somebody', 'DeploymentStopped', ['stopped-by-somebody', 'stopped-after-a-crash']],
  ['cancelled by somebody', 'UpdateCancelled', ['update-cancelled', 'update-cancelled-in-the-console', 'attach-cancelled']],
  ['data at risk', 'DataAtRisk', ['data-at-risk', 'data-at-risk-of-deletion', 'all-data-at-risk']],
]

test.each(list)('%s: %s is played, and has its rows in docs/errors.md', (_, code, stories) => {
  for (const story of stories) {
    const { expected } = readStory(`${root}/test/stories/${story}.story`)
    expect(expected.error).toBe(code)
    expect(rows).toContainEqual({ story, code, exit: expected.exit })
    expect(existsSync(`${root}/test/stories/ends/${story}.txt`)).toBe(true)
  }
})

test('every cause that mm knows is played', () => {
  const folder = `${root}/src/ops/rollout/causes`
  const causes = readdirSync(folder).flatMap(file =>
    [...readFileSync(`${folder}/${file}`, 'utf8').matchAll(/\bcause\(\s*'(\w+)'/g)].map(([, code = '']) => code),
  )
  expect(causes.length).toBeGreaterThan(30)
  expect([...new Set(causes)].filter(code => !rows.some(row => row.code === code))).toEqual([])
})
