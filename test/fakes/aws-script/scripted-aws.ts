import { awsServer, cut, failure, result, silence, type Answer, type AwsServer, type Script } from '../aws-server.js'
import { strictS3, type S3Request } from '../strict-s3.js'
import { cloudFormation, newStack } from './cloudformation.js'
import { driftCalls } from './drift.js'
import { premiseCalls, premises } from './premises.js'
import { registry } from './registry.js'
import { running as runningState } from './rollout.js'
import { running } from './running.js'
import type { Story } from './story.js'
import { virtualClock } from './virtual-clock.js'
import { outputsOf, serviceState, stackOf, taskId, type AwsState, type StackState } from './world.js'

/** When every story begins. */
export const beginning = Date.parse('2026-11-24T12:00:00Z')

export interface ScriptedAws extends Pick<AwsServer, 'url' | 'calls' | 'actions' | 'close'> {
  state: AwsState
  /** See Story. */
  ahead: number
}

/** Of a stack that nothing happens to. */
type Given = Pick<StackState, 'outputs'> & Partial<Pick<StackState, 'template' | 'parameters' | 'tags'>>

/**
 * An AWS on the loopback in which just that happens which the story tells.
 * @param stacks by name: what the services live in
 * @param manifests the templates of the services' stacks as the repository has them, by their name
 */
export async function scriptedAws(
  story: Story,
  stacks: Record<string, Given>,
  manifests: AwsState['manifests'] = {},
): Promise<ScriptedAws> {
  const clock = virtualClock(beginning)
  const state: AwsState = {
    clock,
    stacks: new Map(),
    manifests,
    services: new Map(),
    images: new Map(),
    faults: [],
    premises: premises(),
    checkMs: 5000,
    triggers: [],
    s3: strictS3(() => clock.now()),
    send: () => {},
  }
  for (const [name, given] of Object.entries(stacks))
    Object.assign(newStack(state, name), { status: 'CREATE_COMPLETE', tags: { 'mm:app': 'shop', 'mm:env': 'dev' }, ...given })
  for (const [name, before] of story.before) deployed(state, name, before)
  for (const { service, apply } of story.first) apply(state, serviceState(state, service))

  /** How often each stack was deployed. */
  const begun = new Map<string, number>()
  /** Of one service's stack, or of all of them. */
  const begin = (round: number, stackName?: string) => {
    for (const { at, service, apply, line, round: own } of story.actions) {
      if (own !== round || (stackName !== undefined && stackName !== stackOf(service))) continue
      clock.at(clock.now() + at, () => tell(story, line, () => apply(state, serviceState(state, service))))
    }
  }
  const beginOnce = (stackName: string) => {
    if (story.alreadyGoing) return
    const round = (begun.get(stackName) ?? 0) + 1
    begun.set(stackName, round)
    begin(round, stackName)
  }
  if (story.alreadyGoing) begin(1)
  const script = faulty(state, {
    ...cloudFormation(state, beginOnce),
    ...driftCalls(state),
    ...running(state, beginOnce),
    ...registry(state),
    ...premiseCalls(state),
    // The environment's default group was closed at its first deployment.
    DescribeSecurityGroups: () => result({ securityGroupInfo: [{ groupId: 'sg-default' }] }),
    ...s3(state),
  })
  const server = await awsServer(script, (request, response) => {
    clock.stir()
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
    if (pathname !== '/sleep') return false
    const gone = new AbortController()
    response.on('close', () => gone.abort())
    const background = searchParams.has('background')
    void clock.sleep(Number(searchParams.get('ms')), gone.signal, { background }).then(now => response.end(String(now)))
    return true
  })
  return {
    ...server,
    state,
    ahead: story.ahead,
    close: () => {
      clock.stop()
      return server.close()
    },
  }
}

const s3 = (state: AwsState): Script =>
  Object.fromEntries(
    ['PutObject', 'GetObject', 'DeleteObject', 'ListObjectsV2'].map(action => [
      action,
      input => ({ s3: state.s3.answer(input as unknown as S3Request) }),
    ]),
  )

function tell(story: Story, line: number, happen: () => void): void {
  try {
    happen()
  } catch (error) {
    throw new Error(`${story.file}:${line}: ${(error as Error).message}`, { cause: error })
  }
}

/** A service as an earlier deployment left it. */
function deployed(state: AwsState, name: string, { revision, tasks }: { revision: number; tasks: number }): void {
  const image = `registry.example/${name}:1`
  Object.assign(newStack(state, stackOf(name)), {
    status: 'UPDATE_COMPLETE',
    template: 'of an earlier deployment',
    tags: { 'mm:app': 'shop', 'mm:env': 'dev', 'mm:service': name },
    parameters: { Image: image },
    outputs: outputsOf(name, revision),
  })
  const at = state.clock.now() - 86_400_000
  const service = serviceState(state, name)
  service.newestRevision = revision
  service.served.push({ revision, image, at })
  const it = runningState(service)
  it.desired = tasks
  it.deployments.push({ id: `ecs-svc/${revision}`, revision, rollout: 'COMPLETED', failed: 0, at })
  for (let i = 1; i <= tasks; i++) {
    it.tasks.push({ name: `old${i}`, id: taskId(`old${i}`, name), revision, status: 'RUNNING', startedAt: at })
    it.targets.set(`old${i}`, { state: 'healthy' })
  }
}

/** Every answer tells the world's time, as AWS's do. */
function dated(answer: Answer, now: number): Answer {
  if (!('fields' in answer || 'error' in answer)) return answer
  return { ...answer, headers: { date: new Date(now).toUTCString(), ...answer.headers } }
}

/** Every action, with what is wrong at the time. */
function faulty(state: AwsState, script: Script): Script {
  return Object.fromEntries(
    Object.entries(script).map(([action, answer]) => [
      action,
      (input): Answer => {
        const trigger = state.triggers.findIndex(each => each.action === action)
        if (trigger !== -1) state.triggers.splice(trigger, 1)[0]?.happen(state)
        const fault = state.faults.find(each => (each.action === action || each.action === 'anything') && each.times > 0)
        if (fault) fault.times--
        if (fault?.kind === 'cut') return cut
        if (fault?.kind === 'silent') return silence
        const now = state.clock.now()
        if (fault && typeof fault.kind === 'object') return dated(failure(fault.kind.error, fault.kind.message), now)
        const given = (answer as (input: Record<string, unknown>) => Answer)(input)
        return fault?.kind === 'lost' ? cut : dated(given, now)
      },
    ]),
  )
}
