import { CreateServiceLinkedRoleCommand, GetRoleCommand, IAMClient, type IAM, type IAMClientConfig } from '@aws-sdk/client-iam'
import { onlyCommands } from './only-commands.js'

const commands = { createServiceLinkedRole: CreateServiceLinkedRoleCommand, getRole: GetRoleCommand }

/** What mm asks of IAM. Loaded by `import()`. */
export const iamClient = (config: IAMClientConfig) => onlyCommands<IAM, typeof commands>(new IAMClient(config), commands)
