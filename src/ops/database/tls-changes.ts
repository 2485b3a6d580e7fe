import type { Database, Tls } from '../../manifest/database.js'
import type { Refusal } from './database-changes.js'
import type { Stack } from '../ports/cloudformation.js'
import { readiness } from '../stack/stack-status.js'

/** In the order of the steps. */
const modes: Tls[] = [false, 'allow', 'prefer', 'require']

/** What `tls` the database is deployed with. */
const deployedTls = ({ Tls: written }: Record<string, string>): Tls => modes.find(mode => mode === written) ?? false

/** Whether a deployment takes `tls` to another step. */
export const changesTls = (database: Database, outputs: Record<string, string>): boolean =>
  database.engine === 'mongodb' && database.tls !== deployedTls(outputs)

/**
 * Members are restarted one at a time, and those that are restarted must understand those that aren't: so it's one step at a time. A step after
 * which mongod doesn't take what services speak waits for their deployment. https://www.mongodb.com/docs/manual/tutorial/upgrade-cluster-to-ssl/
 */
export function tlsRefusals(
  written: Tls,
  outputs: Record<string, string>,
  { services, env }: { services: Stack[]; env: string },
): Refusal[] {
  const before = deployedTls(outputs)
  const [from, to] = [modes.indexOf(before), modes.indexOf(written)]
  const next = modes[from + Math.sign(to - from)]
  const path = ['tls']
  const says = `tls is ${written}, and ${before} is deployed`
  if (next !== written) {
    const what = `${says}: members that understand each other all the way take one step at a time`
    return [{ path, what, fix: [`tls: ${next}`, ...(before ? [] : ['or tls: false, which stays as it is'])] }]
  }
  if (before === written || written === 'allow' || written === 'prefer') return []
  const { late, unsettled } = namesToWaitFor(services, outputs)
  const reasons = [
    ...(late.length > 0
      ? [`${late.join(', ')} still connect${late.length === 1 ? 's' : ''} ${written ? 'without TLS' : 'by TLS'}`]
      : []),
    ...(unsettled.length > 0 ? [`the deployment of ${unsettled.join(', ')} hasn't ended`] : []),
  ]
  if (reasons.length === 0) return []
  const fix = [
    ...late.map(name => `mm svc deploy ${name} --env ${env}`),
    ...(unsettled.length > 0
      ? ['mm status', `the same command again once ${unsettled.join(', ')} ${unsettled.length === 1 ? 'has' : 'have'} settled`]
      : []),
  ]
  return [{ path, what: `${says}: ${reasons.join('; ')}`, fix }]
}

/** Parameters are those of a deployment that goes on or got stuck, and not of the tasks from before, which it may come back to. */
function namesToWaitFor(services: Stack[], outputs: Record<string, string>) {
  const names = (stacks: Stack[]) => stacks.map(({ tags }) => tags['mm:service'] ?? '')
  const settled = services.filter(({ status }) => readiness(status) === 'ready')
  return {
    late: names(settled.filter(({ parameters }) => speaksOtherwise(parameters, outputs))),
    unsettled: names(services.filter(each => !settled.includes(each))),
  }
}

/** Whether the service uses the database by another connection string than services get now. */
const speaksOtherwise = (parameters: Record<string, string>, outputs: Record<string, string>) =>
  parameters['DatabaseSecurityGroup'] === outputs['SecurityGroupId'] &&
  parameters['DatabaseUriSecret'] !== outputs['UriSecretArn']
