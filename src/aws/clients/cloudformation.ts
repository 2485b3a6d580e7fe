import {
  CancelUpdateStackCommand,
  CloudFormationClient,
  CreateChangeSetCommand,
  DeleteChangeSetCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeStackDriftDetectionStatusCommand,
  DescribeStackEventsCommand,
  DescribeStackResourceDriftsCommand,
  DescribeStacksCommand,
  DetectStackDriftCommand,
  ExecuteChangeSetCommand,
  GetTemplateCommand,
  ListStackResourcesCommand,
  UpdateTerminationProtectionCommand,
  type CloudFormation as Whole,
  type CloudFormationClientConfig,
} from '@aws-sdk/client-cloudformation'
import { onlyCommands } from './only-commands.js'

const commands = {
  cancelUpdateStack: CancelUpdateStackCommand,
  createChangeSet: CreateChangeSetCommand,
  deleteChangeSet: DeleteChangeSetCommand,
  deleteStack: DeleteStackCommand,
  describeChangeSet: DescribeChangeSetCommand,
  describeStackDriftDetectionStatus: DescribeStackDriftDetectionStatusCommand,
  describeStackEvents: DescribeStackEventsCommand,
  describeStackResourceDrifts: DescribeStackResourceDriftsCommand,
  describeStacks: DescribeStacksCommand,
  detectStackDrift: DetectStackDriftCommand,
  executeChangeSet: ExecuteChangeSetCommand,
  getTemplate: GetTemplateCommand,
  listStackResources: ListStackResourcesCommand,
  updateTerminationProtection: UpdateTerminationProtectionCommand,
}

/** What mm asks of CloudFormation. Loaded by `import()`. */
export const cloudFormationClient = (config: CloudFormationClientConfig) =>
  onlyCommands<Whole, typeof commands>(new CloudFormationClient(config), commands)
export type CloudFormation = ReturnType<typeof cloudFormationClient>
