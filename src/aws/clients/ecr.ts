import {
  BatchGetImageCommand,
  DescribeImagesCommand,
  ECRClient,
  GetAuthorizationTokenCommand,
  type ECR,
  type ECRClientConfig,
} from '@aws-sdk/client-ecr'
import { onlyCommands } from './only-commands.js'

const commands = {
  batchGetImage: BatchGetImageCommand,
  describeImages: DescribeImagesCommand,
  getAuthorizationToken: GetAuthorizationTokenCommand,
}

/** What mm asks of ECR. Loaded by `import()`. */
export const ecrClient = (config: ECRClientConfig) => onlyCommands<ECR, typeof commands>(new ECRClient(config), commands)
