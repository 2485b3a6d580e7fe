import { expression, hcl, type Item, type Value } from './hcl.js'
import { providerOf, providersFile } from './providers.js'
import type { Exported, ExportedStack, ExportFile, Holder } from './stacks.js'

interface Adopted {
  /** Terraform's type. */
  type: string
  /** What the type demands, and what tells one from another. */
  arguments: (holder: Holder) => Record<string, Value>
}

/** How Terraform calls what holds data. Each is imported by the id that CloudFormation gives. */
export const adopted: Record<string, Adopted> = {
  'AWS::Backup::BackupVault': { type: 'aws_backup_vault', arguments: ({ id }) => ({ name: id }) },
  'AWS::DocDB::DBCluster': { type: 'aws_docdb_cluster', arguments: ({ id }) => ({ cluster_identifier: id }) },
  'AWS::EC2::Volume': {
    type: 'aws_ebs_volume',
    arguments: ({ volume }) => (volume ? { availability_zone: volume.zone, size: volume.size } : {}),
  },
  'AWS::ECR::Repository': { type: 'aws_ecr_repository', arguments: ({ id }) => ({ name: id }) },
  'AWS::EFS::FileSystem': { type: 'aws_efs_file_system', arguments: () => ({}) },
  'AWS::KMS::Key': { type: 'aws_kms_key', arguments: () => ({}) },
  'AWS::Logs::LogGroup': { type: 'aws_cloudwatch_log_group', arguments: ({ id }) => ({ name: id }) },
  'AWS::S3::Bucket': { type: 'aws_s3_bucket', arguments: ({ id }) => ({ bucket: id }) },
  'AWS::SecretsManager::Secret': { type: 'aws_secretsmanager_secret', arguments: () => ({}) },
}

interface Held {
  stack: ExportedStack
  holder: Holder
  address: string
}

/** What holds data and can be had without its stack: it has a type of Terraform's, and isn't made to go with the stack. */
export const heldBy = (stacks: ExportedStack[]): Held[] =>
  stacks
    .filter(({ foreign }) => !foreign)
    .flatMap(stack =>
      stack.holders.flatMap(holder => {
        const type = adopted[holder.type]?.type
        if (type === undefined || holder.deletion === 'Delete') return []
        return [{ stack, holder, address: `${type}.${stack.label}_${holder.logicalId}` }]
      }),
    )

/** True when the resource stays where it is when its stack is deleted. */
export const stays = ({ deletion }: Pick<Holder, 'deletion'>) => deletion.startsWith('Retain')

/**
 * A second configuration, with a state of its own, for what holds data once a stack has let go of it. `ignore_changes = all` and
 * `prevent_destroy` make it harmless before: an import changes nothing.
 * https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle
 */
export function adoptionFiles({ stacks, account, region }: Exported): ExportFile[] {
  const held = heldBy(stacks)
  if (held.length === 0) return []
  const cdn = held.some(({ stack }) => stack.region !== region)
  return [
    { name: 'adopt/providers.tf', text: providersFile({ account, region, cdn }) },
    {
      name: 'adopt/imports.tf',
      text: hcl(
        held.map(({ address, holder }) => ({ type: 'import', body: [{ set: { to: expression(address), id: holder.id } }] })),
      ),
    },
    {
      name: 'adopt/resources.tf',
      text: hcl([
        {
          comment:
            'CloudFormation has all of this as long as its stacks are there: README.md of the folder above says when it is taken over.\nOnly then may ignore_changes go.',
        },
        ...held.flatMap(each => resource(each, region)),
      ]),
    },
  ]
}

function resource({ stack, holder, address }: Held, own: string): Item[] {
  const [type = '', name = ''] = address.split('.')
  return [
    {
      comment: `${holder.logicalId} of the stack ${stack.name}${stays(holder) ? '' : `: goes with it as long as its DeletionPolicy is ${holder.deletion}`}`,
    },
    {
      type: 'resource',
      labels: [type, name],
      body: [
        { set: { ...providerOf(stack.region, own), ...adopted[holder.type]?.arguments(holder) } },
        { type: 'lifecycle', body: [{ set: { prevent_destroy: true, ignore_changes: expression('all') } }] },
      ].filter(each => !('set' in each) || Object.keys(each.set).length > 0),
    },
  ]
}
