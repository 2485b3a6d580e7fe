import { parse } from 'yaml'
import { failure, result, type Fields, type Script } from '../aws-server.js'
import type { Verb } from './actions.js'
import { resourceTypes } from './stack-event.js'
import { stackOf, type AwsState, type ChangeSetState, type Live, type StackState } from './world.js'

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-drift.html */
const checkable = ['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE', 'UPDATE_ROLLBACK_FAILED']

const day = 86_400_000

/** What somebody does to a stack's resources, and how CloudFormation finds it; `of shop-dev, ` before it when it isn't the service's own stack. */
export const driftVerbs: Verb[] = [
  [
    /^(?:of (\S+), )?(\w+)'s ([\w/]+) was changed(?: from "(.*)")? to "(.*)"$/,
    (name, logicalId = '', path = '', from, actual = '') =>
      (aws, it) => {
        const stack = stackOr(aws, name ?? stackOf(it.name))
        const before = stack.live.get(logicalId)
        const expected = from ?? fromTemplate(stack, logicalId, path)
        stack.live.set(logicalId, [
          ...(Array.isArray(before) ? before : []),
          { path, actual, ...(expected === undefined ? {} : { expected }) },
        ])
      },
  ],
  [
    /^(?:of (\S+), )?(\w+) was deleted outside$/,
    (name, logicalId = '') =>
      (aws, it) =>
        void stackOr(aws, name ?? stackOf(it.name)).live.set(logicalId, 'deleted'),
  ],
  [
    /^(?:of (\S+), )?(\w+) can't be read$/,
    (name, logicalId = '') =>
      (aws, it) =>
        void stackOr(aws, name ?? stackOf(it.name)).live.set(logicalId, 'unreadable'),
  ],
  [
    /^(?:of (\S+), )?CloudFormation looked (\d+) days? ago$/,
    (name, days) => (aws, it) => {
      const stack = stackOr(aws, name ?? stackOf(it.name))
      record(stack, aws.clock.now() - Number(days) * day)
    },
  ],
  [/^a look takes (\d+) s$/, seconds => aws => void (aws.checkMs = Number(seconds) * 1000)],
]

function stackOr(aws: AwsState, name: string): StackState {
  const stack = aws.stacks.get(name)
  if (!stack) throw new Error(`the story speaks of ${name} before there is one`)
  return stack
}

type Template = { Resources?: Record<string, { Type?: string; Properties?: Record<string, unknown> }> } | null

const resourceIn = (stack: StackState, logicalId: string) =>
  (parse(stack.template, { logLevel: 'silent' }) as Template)?.Resources?.[logicalId]

/** What the template says; undefined of an element that its list doesn't have. */
function fromTemplate(stack: StackState, logicalId: string, path: string): string | undefined {
  const [property = '', ...below] = path.split('/')
  const properties = resourceIn(stack, logicalId)?.Properties
  if (properties?.[property] === undefined)
    throw new Error(`the template of ${stack.name} doesn't tell ${logicalId}'s ${property}: was changed from "…" to "…"`)
  const value = below.reduce<unknown>((whole, key) => (whole as Record<string, unknown> | undefined)?.[key], properties[property])
  if (value === undefined) return undefined
  return typeof value === 'string' ? value : JSON.stringify(value)
}

const typeOf = (stack: StackState, logicalId: string) =>
  resourceTypes[logicalId] ?? resourceIn(stack, logicalId)?.Type ?? 'AWS::CloudFormation::CustomResource'

/** What a look at the stack finds is known from then on. */
function record(stack: StackState, at: number): void {
  const found = new Map(stack.live)
  const all = [...found.values()]
  const isDrift = (each: Live) => each !== 'unreadable'
  stack.drift = { at, found, status: all.some(isDrift) ? 'DRIFTED' : all.length > 0 ? 'UNKNOWN' : 'IN_SYNC' }
}

export function driftCalls(aws: AwsState): Script {
  const found = (input: Fields) => aws.stacks.get(String(input['StackName'])) ?? byId(aws, input)
  const missing = (input: Fields) => failure('ValidationError', `Stack [${String(input['StackName'])}] does not exist`)
  return {
    DetectStackDrift(input) {
      const stack = found(input)
      if (!stack) return missing(input)
      if (!checkable.includes(stack.status))
        return failure(
          'ValidationError',
          `Stack [${stack.name}] is in ${stack.status} state; drift detection is not allowed in it`,
        )
      if (stack.check && !stack.check.over)
        return failure('ValidationError', `Drift detection is already in progress for stack [${stack.id}]`)
      const check = { id: `check-${stack.name}-${aws.clock.now()}`, at: aws.clock.now(), over: false }
      stack.check = check
      aws.clock.at(aws.clock.now() + aws.checkMs, () => {
        check.over = true
        record(stack, check.at)
      })
      return result({ StackDriftDetectionId: check.id })
    },

    DescribeStackDriftDetectionStatus(input) {
      const stack = [...aws.stacks.values()].find(({ check }) => check?.id === input['StackDriftDetectionId'])
      if (!stack?.check)
        return failure('ValidationError', `Drift detection with id [${String(input['StackDriftDetectionId'])}] does not exist`)
      const { id, at, over } = stack.check
      const unreadable = [...stack.live].filter(([, each]) => each === 'unreadable').map(([logicalId]) => logicalId)
      return result({
        StackId: stack.id,
        StackDriftDetectionId: id,
        Timestamp: new Date(at).toISOString(),
        DetectionStatus: !over ? 'DETECTION_IN_PROGRESS' : unreadable.length > 0 ? 'DETECTION_FAILED' : 'DETECTION_COMPLETE',
        ...(over ? { StackDriftStatus: stack.drift?.status } : {}),
        ...(over && unreadable.length > 0
          ? { DetectionStatusReason: `Failed to detect drift on resources [${unreadable.join(', ')}]` }
          : {}),
      })
    },

    DescribeStackResourceDrifts(input) {
      const stack = found(input)
      if (!stack) return missing(input)
      const wanted = Object.keys(input)
        .filter(key => key.startsWith('StackResourceDriftStatusFilters.'))
        .map(key => String(input[key]))
      const all = [...(stack.drift?.found ?? [])].map(([logicalId, live]) => driftOf(stack, logicalId, live))
      return result({
        StackResourceDrifts: all.filter(each => wanted.length === 0 || wanted.includes(each.StackResourceDriftStatus)),
      })
    },
  }
}

const byId = (aws: AwsState, input: Fields) => [...aws.stacks.values()].find(({ id }) => id === input['StackName'])

function driftOf(stack: StackState, logicalId: string, live: Live) {
  return {
    StackId: stack.id,
    LogicalResourceId: logicalId,
    PhysicalResourceId: stack.resources.get(logicalId)?.physicalId ?? `${stack.name}-${logicalId}`,
    ResourceType: typeOf(stack, logicalId),
    StackResourceDriftStatus: live === 'deleted' ? 'DELETED' : live === 'unreadable' ? 'UNKNOWN' : 'MODIFIED',
    Timestamp: new Date(stack.drift?.at ?? 0).toISOString(),
    ...(Array.isArray(live)
      ? {
          PropertyDifferences: live.map(({ path, expected, actual }) => ({
            PropertyPath: `/${path}`,
            ExpectedValue: expected ?? 'null',
            ActualValue: actual,
            DifferenceType: expected === undefined ? 'ADD' : 'NOT_EQUAL',
          })),
        }
      : {}),
  }
}

/** A change set's changes with those by which it takes back what was changed outside. What CloudFormation can't read it leaves alone. */
export function takingBack(stack: StackState, changes: ChangeSetState['changes']): ChangeSetState['changes'] {
  const more = [...stack.live].flatMap(([logicalId, live]): ChangeSetState['changes'] => {
    if (live === 'unreadable') return []
    const type = typeOf(stack, logicalId)
    if (live === 'deleted') return [{ action: 'Add', logicalId, type, properties: [], drift: 'DELETED' }]
    const own = changes.find(each => each.logicalId === logicalId)
    const properties = (own?.properties ?? []).filter(name => !live.some(({ path }) => path.split('/')[0] === name))
    return [{ action: 'Modify', replacement: 'False', ...own, logicalId, type, properties, drift: 'MODIFIED', takenBack: live }]
  })
  return [...changes.filter(({ logicalId }) => !more.some(each => each.logicalId === logicalId)), ...more]
}

/** Details of a change set's change, as AWS tells them; values only to who asks for them. */
export function detailsOf({ properties, takenBack = [] }: ChangeSetState['changes'][number], values: boolean) {
  return [
    ...properties.map(Name => ({ Target: { Attribute: 'Properties', Name } })),
    ...takenBack.map(({ path, expected, actual }) => ({
      Target: {
        Attribute: 'Properties',
        Name: path.split('/')[0],
        Path: `/Properties/${path}`,
        RequiresRecreation: 'Never',
        BeforeValueFrom: 'ACTUAL_STATE',
        AfterValueFrom: 'TEMPLATE',
        ...(values ? { BeforeValue: actual, AfterValue: expected } : {}),
        Drift: { PreviousValue: expected, ActualValue: actual },
      },
    })),
  ]
}
