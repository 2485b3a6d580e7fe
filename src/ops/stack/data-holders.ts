import { MmError, exitCodes, usageError } from '../../errors.js'
import type { ChangeSet, ResourceChange } from '../ports/cloudformation.js'

/** Resource types whose loss is the loss of data. */
export const dataHolders: ReadonlySet<string> = new Set([
  'AWS::Backup::BackupVault',
  'AWS::EC2::Volume',
  'AWS::DocDB::DBCluster',
  'AWS::ECR::Repository',
  'AWS::EFS::FileSystem',
  'AWS::KMS::Key',
  'AWS::Logs::LogGroup',
  'AWS::S3::Bucket',
  'AWS::SecretsManager::Secret',
])

/** Of these nothing depends on the stack: one that is no longer wanted, and that CloudFormation keeps, may leave it. */
const mayBeLeft = new Set(['AWS::Logs::LogGroup', 'AWS::S3::Bucket'])

/** A connection string that no service gets any more: its password is in another secret. */
const isConnectionString = (logicalId: string) => logicalId === 'UriSecret' || logicalId === 'TlsUriSecret'

/** What everything else stands on or is found by: a new one would leave what runs behind, in the old one. */
const foundations = new Set([
  'AWS::EC2::Subnet',
  'AWS::EC2::VPC',
  'AWS::ECS::Cluster',
  'AWS::ElasticLoadBalancingV2::LoadBalancer',
  'AWS::Route53::HostedZone',
])

/** Throws FoundationChanged when a change set would replace or delete a network, a cluster, a load balancer or a zone. */
export function refuseNewFoundations(set: ChangeSet): void {
  const changed = set.changes.filter(({ action, type }) => (action === 'replace' || action === 'delete') && foundations.has(type))
  if (changed.length === 0) return
  throw new MmError(
    'FoundationChanged',
    `the update of ${set.stackName} would replace or delete what everything else stands on`,
    {
      why: changed.map(({ action, logicalId, type }) => `${action} ${logicalId} (${type})`).join('\n'),
      state: 'nothing was changed',
      fix: ['undo the change in the manifest that causes it', 'or make a new environment beside it, and move there'],
      exitCode: exitCodes.usage,
    },
  )
}

/**
 * Throws DataAtRisk (exit 2: an answer is missing, which only a flag gives) when a change set would replace or delete something that holds data, also when
 * CloudFormation isn't sure; or make anew, empty, what was deleted outside of it.
 * @param allowed logical ids of what may be replaced, deleted or made anew nevertheless
 */
export function refuseDataLoss(set: ChangeSet, allowed: string[] = []): void {
  const atRisk = set.changes.filter(
    change => dataHolders.has(change.type) && !allowed.includes(change.logicalId) && (losesData(change) || isMadeAnew(change)),
  )
  if (atRisk.length === 0) return
  const anew = atRisk.every(isMadeAnew)
  throw usageError(
    'DataAtRisk',
    `the update of ${set.stackName} would ${anew ? 'make anew, and empty, what held data' : 'replace or delete what holds data'}`,
    {
      why: atRisk.map(named).join('\n'),
      state: 'nothing was changed',
      fix: [
        anew
          ? 'bring its data back by a restore, or leave --revert-drift out'
          : 'undo the change in the manifest that causes it; data is moved by a snapshot and a restore, not by an update',
        ...atRisk.map(({ logicalId }) => `--allow-replace ${logicalId}   if it may come without the data`),
      ],
    },
  )
}

const losesData = ({ action, type, logicalId, kept }: ResourceChange) =>
  (action === 'replace' || action === 'delete') &&
  !(action === 'delete' && kept && (mayBeLeft.has(type) || isConnectionString(logicalId)))

/** Deleted outside of CloudFormation. */
const isMadeAnew = ({ action, outside }: ResourceChange) => action === 'create' && outside !== undefined && outside.deleted

function named(change: ResourceChange): string {
  const { action, conditional, logicalId, type, properties } = change
  const why = isMadeAnew(change) ? ['it was deleted outside of CloudFormation'] : properties
  return `${conditional ? 'perhaps ' : ''}${action} ${logicalId} (${type}${why.length > 0 ? `: ${why.join(', ')}` : ''})`
}
