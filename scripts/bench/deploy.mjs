// What mm adds to a deployment: everything but AWS, beside `aws cloudformation deploy` of the same template in the same run; and how soon a crash is told.
import { median } from './median.mjs'
import { ownTime } from './recorder.mjs'
import { crash, world } from './world.mjs'

const rounds = 5
const stack = 'shop-dev-web'
const phases = ['start', 'plan', 'change set', 'settled']
/** What each adds, by phase: the time in which AWS neither works on a call nor on the stack. */
async function deployments() {
  const mms = []
  const awses = []
  const processor = []
  const preflights = []
  for (let round = 1; round <= rounds; round++) {
    writeService('web', { round })
    const own = await mm(['svc', 'deploy', 'web', '--env', 'dev', '--yes', '--json'])
    processor.push(own.processor)
    preflights.push(preflightOf(own))
    mms.push(await added(own))
    const { TemplateBody } = await cloudFormation.getTemplate({ StackName: stack, TemplateStage: 'Original' })
    write('template.json', TemplateBody.replace(/round-\d+/, `round-${100 + round}`))
    awses.push(await added(await aws(cfnDeploy(stack, file('template.json')))))
  }
  return { mms, awses, processor, preflights }
}

/** Seconds, as mm itself says. */
function preflightOf({ stderr }) {
  const events = stderr.split('\n').flatMap(line => (line === '' ? [] : [JSON.parse(line)]))
  return events.find(({ step, state }) => step === 'Preflight' && state === 'done').seconds
}

const cfnDeploy = (StackName, template) => [
  ...['cloudformation', 'deploy', '--stack-name', StackName, '--template-file', template],
  ...['--capabilities', 'CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM', '--no-fail-on-empty-changeset'],
]

async function added({ start, end, calls }) {
  const of = action => calls.find(call => call.action === action).start
  const { StackEvents } = await cloudFormation.describeStackEvents({ StackName: stack })
  // Newest first: when the stack was settled.
  const settled = StackEvents[0].Timestamp.getTime()
  const marks = [start, calls[0].start, of('CreateChangeSet'), of('ExecuteChangeSet')]
  const spans = [...marks.slice(1).map((mark, i) => [marks[i], mark]), [settled, end]]
  return spans.map(([from, to]) => ownTime(calls, from, to))
}

/** `mm deploy` of an environment and four services that are as they were, beside one `aws cloudformation deploy` that finds nothing to do. */
async function nothings() {
  writeService('web')
  await mm(['deploy', '--env', 'dev', '--yes'])
  const { TemplateBody } = await cloudFormation.getTemplate({ StackName: stack, TemplateStage: 'Original' })
  write('template.json', TemplateBody)
  const pairs = []
  for (let round = 0; round < rounds * 2 + 1; round++) {
    const own = await mm(['deploy', '--env', 'dev', '--yes'])
    const base = await aws(cfnDeploy(stack, file('template.json')))
    pairs.push({ own: own.ms, base: base.ms, calls: own.calls.length })
  }
  return pairs
}

/** Milliseconds from the second crash of a container to mm's end with the cause. */
async function crashes() {
  const took = []
  for (let round = 1; round <= rounds; round++) {
    writeService('web', { round, code: crash })
    const { end, stderr } = await mm(['svc', 'deploy', 'web', '--env', 'dev', '--yes'], 6)
    if (!stderr.includes('ServiceCrashed')) throw new Error(stderr)
    took.push(end - (await secondCrash()))
  }
  return took
}

async function secondCrash() {
  const {
    clusterArns: [cluster],
  } = await ecs.listClusters()
  const { taskArns } = await ecs.listTasks({ cluster, serviceName: await serviceName(), desiredStatus: 'STOPPED' })
  const { tasks } = await ecs.describeTasks({ cluster, tasks: taskArns.slice(0, 100) })
  const newest = tasks.map(({ taskDefinitionArn }) => taskDefinitionArn).sort((a, b) => revision(b) - revision(a))[0]
  const ends = tasks
    .filter(task => task.taskDefinitionArn === newest && task.containers.some(({ exitCode }) => exitCode === 3))
    .map(({ executionStoppedAt }) => executionStoppedAt.getTime())
  return ends.sort((a, b) => a - b)[1]
}

const revision = arn => Number(arn.split(':').at(-1))

async function serviceName() {
  const { Stacks } = await cloudFormation.describeStacks({ StackName: stack })
  return Stacks[0].Outputs.find(({ OutputKey }) => OutputKey === 'ServiceName')
    .OutputValue.split('/')
    .at(-1)
}

function table({ mms, awses, processor, preflights }, pairs, crashed) {
  const ms = value => value.toFixed(0)
  console.log('| added to a deployment, median ms | mm svc deploy | aws cloudformation deploy |\n|---|---|---|')
  phases.forEach((phase, i) =>
    console.log(`| ${phase} | ${ms(median(mms.map(each => each[i])))} | ${ms(median(awses.map(each => each[i])))} |`),
  )
  const sum = spans => spans.reduce((total, span) => total + span)
  console.log(`| altogether | ${ms(median(mms.map(sum)))} | ${ms(median(awses.map(sum)))} |`)
  console.log(`| mm's processor time, all in all | ${ms(median(processor))} | |`)
  console.log(`\npreflight, meanwhile AWS's answers: ${ms(median(preflights) * 1000)} ms`)
  const own = median(pairs.map(pair => pair.own))
  const base = median(pairs.map(pair => pair.base))
  console.log('\n| nothing to do | median ms | beside | median ms, paired | ratio |\n|---|---|---|---|---|')
  console.log(
    `| mm deploy, 5 stacks, ${pairs[0].calls} calls | ${ms(own)} | aws cloudformation deploy, 1 stack | ${ms(base)} | ${(own / base).toFixed(2)} |`,
  )
  console.log(`\nfrom the second crash to mm's end with the cause: ${ms(median(crashed))} ms (${crashed.map(ms).join(', ')})`)
}

const { mm, aws, cloudFormation, ecs, file, write, writeService, end } = await world()
try {
  await mm(['deploy', '--env', 'dev', '--yes'])
  table(await deployments(), await nothings(), await crashes())
} finally {
  await end()
}
