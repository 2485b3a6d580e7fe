import { courses } from './courses.js'
import { driftVerbs } from './drift.js'
import { lock } from './lock.js'
import { premiseVerbs } from './premises.js'
import { putBack, rollOut, running, startTask, stopTask, task } from './rollout.js'
import { resourceTypes, stackEvent } from './stack-event.js'
import { logStream, stackOf, type AwsState, type ServiceState, type StackState } from './world.js'

/** Something that happens in AWS to a service. */
export type Action = (aws: AwsState, it: ServiceState) => void

export type Verb = [RegExp, (...groups: string[]) => Action]

const quoted = '(?: "(.*)")?'

const ofStack: Verb[] = [
  [
    new RegExp(`^stack ([A-Z_]+)${quoted}$`),
    (status, reason) => (aws, it) => stackEvent(aws, stackFor(aws, it), { status, reason }),
  ],
  [
    new RegExp(`^resource (\\w+) ([A-Z_]+)${quoted}$`),
    (logicalId = '', status, reason) =>
      (aws, it) =>
        stackEvent(aws, stackFor(aws, it), { logicalId, status, reason }),
  ],
  [
    /^the deployed template gives (\w+) "(.*)"$/,
    (name = '', value = '') =>
      (aws, it) =>
        give(stackFor(aws, it), name, value),
  ],
  [
    /^the deployed template is the manifest's, with (\d+) CPU units and (\d+) MiB$/,
    (cpu = '', memory = '') =>
      (aws, it) => {
        const template = aws.manifests[stackOf(it.name)]
        if (template === undefined) throw new Error(`the story has no repository with ${it.name}`)
        stackFor(aws, it).template = template.replace(/ Cpu: .*/, ` Cpu: "${cpu}"`).replace(/ Memory: .*/, ` Memory: "${memory}"`)
      },
  ],
  [/^:(\d+) runs instead$/, revision => (aws, it) => putBack(aws, it, Number(revision))],
  [
    /^(\w+) cancels the update( in the console)?$/,
    (who = '', console) =>
      (aws, it) => {
        const stack = stackFor(aws, it)
        stack.token =
          console === undefined ? `mm-1-${who}-at-desk` : 'Console-CancelUpdateStack-7f59c3cf-00d2-40c7-b2ff-e75db0987002'
        stackEvent(aws, stack, { status: 'UPDATE_ROLLBACK_IN_PROGRESS', reason: 'User Initiated' })
      },
  ],
  [/^the stack is what its manifest says$/, () => (_, it) => void (it.asManifest = true)],
  [
    /^the change set (replaces|deletes) (\w+)( conditionally)?$/,
    (what, logicalId = '', unsure) =>
      (_, it) =>
        void it.changes.push({
          action: what === 'deletes' ? 'Remove' : 'Modify',
          logicalId,
          type: resourceTypes[logicalId] ?? '',
          ...(what === 'deletes' ? {} : { replacement: unsure === undefined ? 'True' : 'Conditional' }),
          properties: [],
        }),
  ],
]

const ofService: Verb[] = [
  [
    new RegExp(`^rollout :(\\d+) (IN_PROGRESS|COMPLETED|FAILED)${quoted}$`),
    (revision, state = '', reason) =>
      (aws, it) =>
        rollOut(aws, it, { revision: Number(revision), state, reason }),
  ],
  [
    /^revision (\d+) served "(.+)"$/,
    (revision, image = '') =>
      (aws, it) =>
        void it.served.unshift({
          revision: Number(revision),
          image,
          at: aws.clock.now() - (it.newestRevision - Number(revision) + 1) * 86_400_000,
        }),
  ],
  [/^desired (\d+)$/, count => (_, it) => void (running(it).desired = Number(count))],
  [
    /^task (\w+) :(\d+) (PROVISIONING|PENDING|ACTIVATING|RUNNING)$/,
    (name = '', revision, status = '') =>
      (aws, it) =>
        startTask(aws, it, { name, revision: Number(revision), status }),
  ],
  [
    /^task (\w+) logs "(.*)"$/,
    (name = '', message = '') =>
      (aws, it) =>
        void it.log.push({ at: aws.clock.now(), stream: logStream(it.name, task(it, name)), message }),
  ],
  [
    /^task (\w+) stops(?: with (\d+))?(?: \((.+?)\))?: (\w+) "(.*)"$/,
    (name = '', exitCode, containerReason, stopCode, reason) =>
      (aws, it) =>
        stopTask(aws, it, { name, exitCode, containerReason, stopCode, reason }),
  ],
  [
    /^container (\w+) of task (\w+) ends(?: with (\d+))?(?: \((.+)\))?$/,
    (name = '', of = '', exitCode, reason) =>
      (_, it) => {
        const ended = { name, ...(exitCode ? { exitCode: Number(exitCode) } : {}), ...(reason ? { reason } : {}) }
        ;(task(it, of).beside ??= []).push(ended)
      },
  ],
  [
    /^alarm (\S+) (fires|is ignored)$/,
    (name = '', state) =>
      (_, it) =>
        void it.alarms.set(name, state as 'fires' | 'is ignored'),
  ],
  [
    /^service says "(.*)"$/,
    message => (aws, it) => void running(it).events.unshift({ at: aws.clock.now(), message: `(service ${it.name}) ${message}` }),
  ],
  [
    new RegExp(`^target (\\S+) (\\w+)(?: (\\w+\\.\\w+))?${quoted}$`),
    (name = '', state = '', reason, description) =>
      (_, it) =>
        void running(it).targets.set(name, {
          state,
          ...(reason ? { reason } : {}),
          ...(description ? { description } : {}),
        }),
  ],
]

const aroundThem: Verb[] = [
  [
    /^the repository has (sha256:\w+)(?: as (\w+))?$/,
    (digest = '', tag) =>
      aws => {
        aws.images.set(digest, tag)
        Object.assign(aws.stacks.get('shop-shared')?.outputs ?? {}, repository)
      },
  ],
  [
    /^(\w+) fails(?: (\d+) times?)?: (\w+) "(.*)"$/,
    (action = '', times, error = '', message = '') =>
      aws =>
        void aws.faults.push({ action, kind: { error, message }, times: count(times) }),
  ],
  [
    /^(\w+) is cut(?: (\d+) times?)?$/,
    (action = '', times) =>
      aws =>
        void aws.faults.push({ action, kind: 'cut', times: count(times) }),
  ],
  [
    /^the answer to (\w+) is lost(?: (\d+) times?)?$/,
    (action = '', times) =>
      aws =>
        void aws.faults.push({ action, kind: 'lost', times: count(times) }),
  ],
  [
    /^(\w+) gets no answer(?: (\d+) times?)?$/,
    (action = '', times) =>
      aws =>
        void aws.faults.push({ action, kind: 'silent', times: count(times) }),
  ],
  [
    /^with (\w+), (.+)$/,
    (action = '', text = '') =>
      (aws, it) => {
        const happen = happens(text)
        aws.triggers.push({ action, happen: () => happen(aws, it) })
      },
  ],
  [/^(\w+) takes the lock$/, owner => (aws, it) => lock(aws, it).taken(owner)],
  [/^(\w+) falls silent$/, () => (aws, it) => lock(aws, it).silent()],
  [/^the lock is (?:given back|broken)$/, () => (aws, it) => lock(aws, it).gone()],
  [/^all is well again$/, () => aws => void (aws.faults.length = 0)],
  [/^mm gets (SIGINT|SIGTERM|SIGHUP)$/, signal => aws => aws.send(signal as NodeJS.Signals)],
]

const verbs: Verb[] = [...courses(happens), ...premiseVerbs, ...driftVerbs, ...ofStack, ...ofService, ...aroundThem]

/** What a line says that happens; undefined when it says nothing known. */
export function parseAction(text: string): Action | undefined {
  for (const [pattern, make] of verbs) {
    const match = pattern.exec(text)
    if (match) return make(...match.slice(1))
  }
  return undefined
}

function happens(text: string): Action {
  const action = parseAction(text)
  if (!action) throw new Error(`"${text}" is nothing that can happen`)
  return action
}

const count = (times: string | undefined) => (times === undefined ? Infinity : Number(times))

function stackFor(aws: AwsState, { name }: ServiceState): StackState {
  const stack = aws.stacks.get(stackOf(name))
  if (!stack) throw new Error('the story speaks of the stack before there is one')
  return stack
}

/** Where the images of `web` are that are built. */
const repository = {
  WebRepositoryName: 'shop/web',
  WebRepositoryUri: '123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop/web',
  WebRepositoryArn: 'arn:aws:ecr:eu-central-1:123456789012:repository/shop/web',
}

/** Makes the stack's template one of a small service, with a variable more. */
function give(stack: StackState, Name: string, Value: string): void {
  type Small = { Resources: { TaskDefinition: { Properties: { ContainerDefinitions: { Environment: object[] }[] } } } }
  const before = stack.template.startsWith('{')
    ? (JSON.parse(stack.template) as Small).Resources.TaskDefinition.Properties.ContainerDefinitions[0]?.Environment
    : []
  const Properties = { Cpu: '128', ContainerDefinitions: [{ Name: 'web', Environment: [...(before ?? []), { Name, Value }] }] }
  stack.template = JSON.stringify({ Resources: { TaskDefinition: { Type: resourceTypes['TaskDefinition'], Properties } } })
}
