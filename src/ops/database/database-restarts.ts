import { usageError } from '../../errors.js'
import type { Database, Tls } from '../../manifest/database.js'
import type { ChangeSet, ResourceChange, Stack } from '../ports/cloudformation.js'
import { changesTls } from './tls-changes.js'

/** The change set as a person is told of it: with what restarts. `deployed`: the database's stack before it. */
export function tellRestarts(set: ChangeSet, database: Database, deployed: Stack | undefined): ChangeSet {
  const { outputs = {} } = deployed ?? {}
  const after = database.engine === 'mongodb' && changesTls(database, outputs) ? `; ${tlsMeans[`${database.tls}`]}` : ''
  const changes = withRestarts(set.changes, Number(outputs['Members'] ?? 1))
  return { ...set, changes: changes.map(each => (each.restart ? { ...each, restart: each.restart + after } : each)) }
}

/** What a member does that was restarted with another `tls`. */
const tlsMeans: Record<`${Tls}`, string> = {
  false: 'then it takes no TLS any more',
  allow: 'then it takes TLS, too',
  prefer: 'then members speak TLS, and so do services from their next deployment',
  require: 'then it takes nothing but TLS',
}

/**
 * The changes with a word on each group whose instance the update replaces: those whose launch template changes, by its version, its instance
 * type, its image or its boot script; and DocumentDB's instances that get another class. `members`: how many are deployed.
 * CloudFormation calls it a conditional replacement of the group, since another update policy would replace that as well; mm's doesn't.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html
 */
export function withRestarts(changes: ResourceChange[], members: number): ResourceChange[] {
  const indexOf = ({ logicalId }: ResourceChange) => Number(/\d+$/.exec(logicalId)?.[0])
  const changed = new Set(
    changes.filter(({ type, action }) => type === 'AWS::EC2::LaunchTemplate' && action === 'update').map(indexOf),
  )
  return changes.map(change => {
    const { type, action, conditional, properties } = change
    const restarts =
      (type === 'AWS::AutoScaling::AutoScalingGroup' && changed.has(indexOf(change)) && (action === 'update' || conditional)) ||
      (type === 'AWS::DocDB::DBInstance' && properties.includes('DBInstanceClass') && action === 'update')
    return restarts ? { ...change, action: 'update', conditional: false, restart: consequence(indexOf(change), members) } : change
  })
}

/**
 * Throws TwoStepsNeeded (exit 2) for an update that changes a volume and restarts its member: should the member not come up, CloudFormation couldn't
 * take the volume back, which can't shrink, nor change again while EBS is still at it, and the stack would be stuck.
 * https://docs.aws.amazon.com/ebs/latest/userguide/modify-volume-requirements.html
 */
export function refuseBoth(changes: ResourceChange[]): void {
  const volumes = changes.filter(({ type, action }) => type === 'AWS::EC2::Volume' && action === 'update')
  const restarts = changes.filter(({ restart }) => restart !== undefined)
  if (volumes.length === 0 || restarts.length === 0) return
  throw usageError('TwoStepsNeeded', 'the update would change a data volume and restart its member at once', {
    why: `${[...volumes, ...restarts].map(({ logicalId }) => logicalId).join(', ')}: if the member didn't come up, nothing could be taken back`,
    state: 'nothing was changed',
    fix: ['deploy the change of storage by itself first, then the rest'],
  })
}

/** What the restart of one of three means while the others are well. */
export const pause = "writes pause for seconds when it's the primary"

/** CloudFormation goes on to a group only when the one before is up again. */
const consequence = (index: number, members: number) =>
  members > 1 ? `member ${index} restarts, one at a time; ${pause}` : `member ${index} restarts: no database for some minutes`
