import {
  DescribeSecretCommand,
  SecretsManagerClient,
  type SecretsManager,
  type SecretsManagerClientConfig,
} from '@aws-sdk/client-secrets-manager'
import { onlyCommands } from './only-commands.js'

const commands = { describeSecret: DescribeSecretCommand }

/** What mm asks of Secrets Manager. Loaded by `import()`. */
export const secretsClient = (config: SecretsManagerClientConfig) =>
  onlyCommands<SecretsManager, typeof commands>(new SecretsManagerClient(config), commands)
