import {
  DescribeParametersCommand,
  GetCommandInvocationCommand,
  GetParameterCommand,
  SendCommandCommand,
  SSMClient,
  type SSM,
  type SSMClientConfig,
} from '@aws-sdk/client-ssm'
import { onlyCommands } from './only-commands.js'

const commands = {
  describeParameters: DescribeParametersCommand,
  getCommandInvocation: GetCommandInvocationCommand,
  getParameter: GetParameterCommand,
  sendCommand: SendCommandCommand,
}

/** What mm asks of Systems Manager. Loaded by `import()`. */
export const ssmClient = (config: SSMClientConfig) => onlyCommands<SSM, typeof commands>(new SSMClient(config), commands)
export type Ssm = ReturnType<typeof ssmClient>
