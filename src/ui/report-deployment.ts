import type { DatabaseDeployment } from '../ops/database/deploy-database.js'
import type { EnvironmentDeployment } from '../ops/environment/deploy-environment.js'
import type { StackOutcome } from '../ops/stack/outcome.js'
import type { ServiceDeployment } from '../ops/service/deploy-service.js'
import type { ServiceRollback } from '../ops/service/rollback-service.js'
import type { Took } from '../ops/stack/last-times.js'
import { note } from './note.js'
import { duration } from './table.js'
import { err } from './theme.js'

/** What was done goes to stderr, the one thing that a script would want to stdout, and what to do next last. */
function report(done: string, result: string, next: string[]): void {
  process.stderr.write(`\n${done}\n`)
  if (result) process.stdout.write(`${result}\n`)
  if (next.length > 0) process.stderr.write(`\n${err.dim('next')}  ${next.join(`\n${' '.repeat(6)}`)}\n`)
}

/** The whole alone: `34 s (usually 36 s)`. */
export const timeInAll = (took: Took): string => `${said(took.seconds)}${usually(took)}`

/** A line of its own: the whole with what the last ones took, and its phases, each with that where it's another time. */
export function timeOf(took: Took | undefined): string {
  if (!took) return ''
  const phases = took.phases.map(phase => `${phase.name} ${said(phase.seconds)}${isUsual(phase) ? '' : usually(phase)}`)
  return `\n${err.dim(`took ${timeInAll(took)}: ${phases.join(', ')}`)}`
}

const verbs: Record<StackOutcome['status'], string> = {
  created: 'was created',
  updated: 'was updated',
  redeployed: 'was deployed again',
  unchanged: 'is unchanged: nothing was to be done',
}
const verb = ({ status }: StackOutcome) => verbs[status]

interface Time {
  seconds: number
  usualSeconds?: number
}

const said = (seconds: number) => duration(seconds * 1000)

const usually = ({ usualSeconds }: Time) => (usualSeconds === undefined ? '' : ` (usually ${said(usualSeconds)})`)

/** What differs by less than a second, or by a tenth of it, isn't worth a word. */
const isUsual = ({ seconds, usualSeconds = seconds }: Time) => Math.abs(seconds - usualSeconds) < Math.max(1, usualSeconds / 10)

export function reportEnvironment(result: EnvironmentDeployment): void {
  const where = `(account ${result.account}, ${result.region})`
  const { record, redeploy } = result
  report(`The environment ${err.bold(result.environment)} ${verb(result)} ${err.dim(where)}${timeOf(result.took)}`, result.url, [
    ...(record ? [`enter in your DNS: ${record.name}  ${record.type}  ${record.value}`] : []),
    ...redeploy.map(service => `mm svc deploy ${service} --env ${result.environment}   it isn't reached that way yet`),
    `mm db deploy --env ${result.environment}`,
    `mm svc deploy <service> --env ${result.environment}`,
  ])
}

export function reportDatabase(result: DatabaseDeployment): void {
  for (const each of result.notes) note(each)
  const engine = { mongodb: 'MongoDB', documentdb: 'DocumentDB' }[result.engine]
  report(
    `The database ${err.bold(result.database)} (${engine} ${result.version}) ${verb(result)}${timeOf(result.took)}`,
    result.host,
    [
      `mm svc deploy <service> --env ${result.environment}   a service with "database: ${result.database}" in its manifest gets the connection string`,
      ...(result.engine === 'mongodb' ? [`mm db snapshot --env ${result.environment}   a restore point, now`] : []),
    ],
  )
}

export function reportService(result: ServiceDeployment): void {
  const image = result.tag ? err.dim(` image ${result.tag}`) : ''
  const whose = result.status === 'redeployed' ? "its stack's" : 'its new'
  const serves = result.status === 'unchanged' ? '' : `; ${whose} revision is the one that serves`
  report(`The service ${err.bold(result.service)} ${verb(result)}${serves}${image}${timeOf(result.took)}`, result.url ?? '', [
    `mm logs ${result.service} --env ${result.environment} --follow`,
    'mm status',
  ])
}

export function reportRollback({ service, environment, image, from, redeployed, took, url = '' }: ServiceRollback): void {
  const same = redeployed ? "was deployed again: its stack's revision runs" : 'is unchanged: it runs that image already'
  const what = image === from ? same : 'runs its earlier image again'
  report(`The service ${err.bold(service)} ${what} ${err.dim(image)}${timeOf(took)}`, url, [
    `mm logs ${service} --env ${environment} --follow`,
    `mm deploy ls ${service} --env ${environment}`,
  ])
}
