import {
  DescribeServiceDeploymentsCommand,
  DescribeServiceRevisionsCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ECSClient,
  ListServiceDeploymentsCommand,
  ListTasksCommand,
  StopServiceDeploymentCommand,
  UpdateServiceCommand,
  type ECS,
  type ECSClientConfig,
} from '@aws-sdk/client-ecs'
import { onlyCommands } from './only-commands.js'

const commands = {
  describeServiceDeployments: DescribeServiceDeploymentsCommand,
  describeServiceRevisions: DescribeServiceRevisionsCommand,
  describeServices: DescribeServicesCommand,
  describeTaskDefinition: DescribeTaskDefinitionCommand,
  describeTasks: DescribeTasksCommand,
  listServiceDeployments: ListServiceDeploymentsCommand,
  listTasks: ListTasksCommand,
  stopServiceDeployment: StopServiceDeploymentCommand,
  updateService: UpdateServiceCommand,
}

export { DescribeServicesCommand }

/** What mm asks of ECS. Loaded by `import()`. */
export const ecsClient = (config: ECSClientConfig) => onlyCommands<ECS, typeof commands>(new ECSClient(config), commands)
