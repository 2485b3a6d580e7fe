import { GetCallerIdentityCommand, STSClient, type STS, type STSClientConfig } from '@aws-sdk/client-sts'
import { onlyCommands } from './only-commands.js'

const commands = { getCallerIdentity: GetCallerIdentityCommand }

/** What mm asks of STS. Loaded by `import()`. */
export const stsClient = (config: STSClientConfig) => onlyCommands<STS, typeof commands>(new STSClient(config), commands)
