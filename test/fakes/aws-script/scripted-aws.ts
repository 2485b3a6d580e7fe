import { awsServer, cut, failure, type Answer, type AwsServer, type Script } from '../aws-server.js'
import { strictS3, type S3Request } from '../strict-s3.js'
import { service } from './actions.js'
import { cloudFormation, newStack } from './cloudformation.js'
import { premiseCalls, premises } from './premises.js'
import { running } from './running.js'
import type { Story } from './story.js'
import { virtualClock } from './virtual-clock.js'
import { taskDefinitionArn, taskId, webStack, type AwsState } from './world.js'

/** When every story begins. */
export const beginning = Date.parse('2026-11-24T12:00:00Z')

export interface ScriptedAws extends Pick<AwsServer, 'url' | 'calls' | 'actions' | 'close'> {
  state: AwsState
}

/** An AWS on the loopback in which just that happens which the story tells. */
export async function scriptedAws(story: Story, stacks: Record<string, Record<string, string>>): Promise<ScriptedAws> {
  const clock = virtualClock(beginning)
  const state: AwsState = {
    clock,
    stacks: new Map(),
    newestRevision: story.before?.revision ?? 0,
    alarms: new Map(),
    served: [],
    log: [],
    faults: [],
    premises: premises(),
    triggers: [],
    s3: strictS3(() => clock.now()),
    send: () => {},
  }
  for (const [name, outputs] of Object.entries(stacks))
    Object.assign(newStack(state, name), { status: 'CREATE_COMPLETE', outputs, tags: { 'mm:app': 'shop', 'mm:env': 'dev' } })
  if (story.before) deployed(state, story.before)
  for (const happen of story.first) happen(state)

  const begin = () => {
    for (const { at, apply, line } of story.actions) clock.at(clock.now() + at, () => tell(story, line, () => apply(state)))
  }
  if (story.alreadyGoing) begin()
  const script = faulty(state, {
    ...cloudFormation(state, story.alreadyGoing ? () => {} : begin),
    ...running(state),
    ...premiseCalls(state),
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

/** The service as an earlier deployment left it. */
function deployed(state: AwsState, { revision, tasks }: NonNullable<Story['before']>): void {
  Object.assign(newStack(state, webStack), {
    status: 'UPDATE_COMPLETE',
    template: 'of an earlier deployment',
    tags: { 'mm:app': 'shop', 'mm:env': 'dev', 'mm:service': 'web' },
    parameters: { Image: 'registry.example/web:1' },
    outputs: {
      ServiceName: 'web',
      LogGroupName: '/shop/dev/web',
      TargetGroupArn: 'arn:targets',
      TaskDefinitionArn: taskDefinitionArn(revision),
      Url: 'http://shop.example',
    },
  })
  const at = state.clock.now() - 86_400_000
  const it = service(state)
  it.desired = tasks
  state.served.push({ revision, image: 'registry.example/web:1', at })
  it.deployments.push({ id: `ecs-svc/${revision}`, revision, rollout: 'COMPLETED', failed: 0, at })
  for (let i = 1; i <= tasks; i++) {
    it.tasks.push({ name: `old${i}`, id: taskId(`old${i}`), revision, status: 'RUNNING', startedAt: at })
    it.targets.set(`old${i}`, { state: 'healthy' })
  }
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
        if (fault && typeof fault.kind === 'object') return failure(fault.kind.error, fault.kind.message)
        const given = (answer as (input: Record<string, unknown>) => Answer)(input)
        return fault?.kind === 'lost' ? cut : given
      },
    ]),
  )
}
